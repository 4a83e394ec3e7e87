-- Open dossiers of the resolving unit by due bucket, as counted with the last edition; counts only, no dossier rows.
create view mart.dossier_open as
select u.code as unit_code, u.name as unit_name, u.level as unit_level, o.bucket,
  array_position(array['late_over_30', 'late_11_30', 'late_1_10', 'today', 'due_1_3', 'due_later', 'undated'], o.bucket) as bucket_order, o.dossiers::bigint as dossiers
from open_dossier_due o join unit u on u.id = o.unit_id;
