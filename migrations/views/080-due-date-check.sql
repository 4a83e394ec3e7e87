-- Dossiers whose promised date agrees with, differs from, or cannot be compared with the date by the working calendar; counts only.
create view mart.due_date_check as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, c.month, c.flag, c.doubtful, c.dossiers, c.checked_at
from due_date_check c join unit u on u.id = c.unit_id;
