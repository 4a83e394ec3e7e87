create view mart.unit as
select u.id, u.code, u.name, u.level, p.code as parent_code, u.valid_from, u.valid_to, u.invented
from unit u left join unit p on p.id = u.parent_id;
