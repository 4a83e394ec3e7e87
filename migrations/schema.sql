-- Written by npm run generate from a migrated database; not a script to run.

-- columns
mart.correction.indicator text
mart.correction.unit_code text
mart.correction.unit_name text
mart.correction.period_type text
mart.correction.period_start date
mart.correction.first_edition integer
mart.correction.edition integer
mart.correction.corrected_at timestamp with time zone
mart.correction.old_hits numeric
mart.correction.old_total numeric
mart.correction.old_value double precision
mart.correction.old_score numeric(6,2)
mart.correction.old_status text
mart.correction.old_reason text
mart.correction.new_hits numeric
mart.correction.new_total numeric
mart.correction.new_value double precision
mart.correction.new_score numeric(6,2)
mart.correction.new_status text
mart.correction.new_reason text
mart.correction.kind text
mart.correction.touched integer
mart.correction.deleted integer
mart.correction.causes jsonb
mart.data_quality.source text
mart.data_quality.unit_code text
mart.data_quality.unit_name text
mart.data_quality.dimension text
mart.data_quality.hits numeric
mart.data_quality.total numeric
mart.data_quality.score double precision
mart.data_quality.reason text
mart.data_quality.evidence jsonb
mart.data_quality.measured_at timestamp with time zone
mart.dossier_open.unit_code text
mart.dossier_open.unit_name text
mart.dossier_open.unit_level text
mart.dossier_open.bucket text
mart.dossier_open.bucket_order integer
mart.dossier_open.dossiers bigint
mart.dossier_open_procedure.unit_code text
mart.dossier_open_procedure.unit_name text
mart.dossier_open_procedure.unit_level text
mart.dossier_open_procedure.procedure_code text
mart.dossier_open_procedure.procedure_name text
mart.dossier_open_procedure.field_code text
mart.dossier_open_procedure.field_name text
mart.dossier_open_procedure.open integer
mart.dossier_open_procedure.undated integer
mart.dossier_open_procedure.overdue integer
mart.dossier_open_procedure.due_soon integer
mart.dossier_open_procedure.longest_days integer
mart.due_date_check.unit_code text
mart.due_date_check.unit_name text
mart.due_date_check.unit_level text
mart.due_date_check.month date
mart.due_date_check.flag text
mart.due_date_check.doubtful boolean
mart.due_date_check.dossiers integer
mart.due_date_check.checked_at timestamp with time zone
mart.edition.number integer
mart.edition.published_at timestamp with time zone
mart.edition.as_of timestamp with time zone
mart.edition.changes integer
mart.edition_day.day date
mart.edition_day.number integer
mart.edition_day.published_at timestamp with time zone
mart.edition_day.as_of timestamp with time zone
mart.figure.indicator text
mart.figure.unit_code text
mart.figure.unit_name text
mart.figure.unit_level text
mart.figure.period_type text
mart.figure.period_start date
mart.figure.hits numeric
mart.figure.total numeric
mart.figure.value double precision
mart.figure.score numeric
mart.figure.max_score numeric(6,2)
mart.figure.status text
mart.figure.reason text
mart.figure.version text
mart.figure.coverage double precision
mart.figure.source text
mart.figure.edition integer
mart.figure.computed_at timestamp with time zone
mart.figure.target double precision
mart.figure.target_document text
mart.figure.target_verified boolean
mart.figure.light text
mart.figure.light_reason text
mart.figure.rank integer
mart.figure.rank_of integer
mart.figure.rank_before integer
mart.figure.places_gained integer
mart.figure.period text
mart.figure.state text
mart.figure_map.map text
mart.figure_map.indicator text
mart.figure_map.unit_code text
mart.figure_map.unit_name text
mart.figure_map.unit_level text
mart.figure_map.period_type text
mart.figure_map.period_start date
mart.figure_map.hits numeric
mart.figure_map.total numeric
mart.figure_map.value double precision
mart.figure_map.score numeric
mart.figure_map.max_score numeric(6,2)
mart.figure_map.status text
mart.figure_map.reason text
mart.figure_map.version text
mart.figure_map.coverage double precision
mart.figure_map.source text
mart.figure_map.edition integer
mart.figure_map.computed_at timestamp with time zone
mart.figure_map.from_codes text[]
mart.figure_map.on_map boolean
mart.figure_map.target double precision
mart.figure_map.target_document text
mart.figure_map.target_verified boolean
mart.figure_map.light text
mart.figure_map.light_reason text
mart.figure_map.rank integer
mart.figure_map.rank_of integer
mart.figure_map.rank_before integer
mart.figure_map.places_gained integer
mart.figure_map.period text
mart.figure_map.state text
mart.flow_day.unit_code text
mart.flow_day.unit_level text
mart.flow_day.day date
mart.flow_day.received bigint
mart.flow_day.online bigint
mart.flow_day.counter bigint
mart.flow_day.postal bigint
mart.flow_day.other bigint
mart.flow_day.resolved bigint
mart.flow_day.early bigint
mart.flow_day.on_day bigint
mart.flow_day.late bigint
mart.flow_day.undated bigint
mart.gain.unit_code text
mart.gain.unit_name text
mart.gain.unit_level text
mart.gain.period_type text
mart.gain.period_start date
mart.gain.indicator text
mart.gain.kind text
mart.gain.items integer
mart.gain.needed integer
mart.gain.points numeric(6,2)
mart.gain.score numeric(6,2)
mart.gain.max_score numeric(6,2)
mart.held_value.indicator text
mart.held_value.unit_code text
mart.held_value.unit_name text
mart.held_value.period_type text
mart.held_value.period_start date
mart.held_value.rule text
mart.held_value.reason text
mart.held_value.hits numeric
mart.held_value.total numeric
mart.held_value.value double precision
mart.held_value.held_at timestamp with time zone
mart.held_value.released_at timestamp with time zone
mart.held_value.confirmed_at timestamp with time zone
mart.held_value.confirmed_by text
mart.held_value.why text
mart.held_value.open boolean
mart.history_gap.period_type text
mart.history_gap.period_start date
mart.history_gap.edition_from integer
mart.history_gap.edition_to integer
mart.indicator_history.indicator text
mart.indicator_history.unit_code text
mart.indicator_history.unit_name text
mart.indicator_history.unit_level text
mart.indicator_history.period_type text
mart.indicator_history.period_start date
mart.indicator_history.hits numeric
mart.indicator_history.total numeric
mart.indicator_history.value double precision
mart.indicator_history.score numeric
mart.indicator_history.max_score numeric(6,2)
mart.indicator_history.status text
mart.indicator_history.reason text
mart.indicator_history.version text
mart.indicator_history.coverage double precision
mart.indicator_history.source text
mart.indicator_history.computed_at timestamp with time zone
mart.indicator_history.edition_from integer
mart.indicator_history.edition_to integer
mart.indicator_value.indicator text
mart.indicator_value.unit_code text
mart.indicator_value.unit_name text
mart.indicator_value.unit_level text
mart.indicator_value.period_type text
mart.indicator_value.period_start date
mart.indicator_value.hits numeric
mart.indicator_value.total numeric
mart.indicator_value.value double precision
mart.indicator_value.score numeric
mart.indicator_value.max_score numeric(6,2)
mart.indicator_value.status text
mart.indicator_value.reason text
mart.indicator_value.version text
mart.indicator_value.coverage double precision
mart.indicator_value.source text
mart.indicator_value.edition integer
mart.indicator_value.computed_at timestamp with time zone
mart.indicator_value_map.map text
mart.indicator_value_map.indicator text
mart.indicator_value_map.unit_code text
mart.indicator_value_map.unit_name text
mart.indicator_value_map.unit_level text
mart.indicator_value_map.period_type text
mart.indicator_value_map.period_start date
mart.indicator_value_map.hits numeric
mart.indicator_value_map.total numeric
mart.indicator_value_map.value double precision
mart.indicator_value_map.score numeric
mart.indicator_value_map.max_score numeric(6,2)
mart.indicator_value_map.status text
mart.indicator_value_map.reason text
mart.indicator_value_map.version text
mart.indicator_value_map.coverage double precision
mart.indicator_value_map.source text
mart.indicator_value_map.edition integer
mart.indicator_value_map.computed_at timestamp with time zone
mart.indicator_value_map.from_codes text[]
mart.indicator_value_map.on_map boolean
mart.lost_766.map text
mart.lost_766.unit_code text
mart.lost_766.unit_name text
mart.lost_766.unit_level text
mart.lost_766.period_type text
mart.lost_766.period_start date
mart.lost_766.lost numeric
mart.lost_766.known_max numeric
mart.map_period.period_type text
mart.map_period.period_start date
mart.measure_day.unit_code text
mart.measure_day.day date
mart.measure_day.received bigint
mart.measure_day.received_online bigint
mart.measure_day.resolved bigint
mart.measure_day.resolved_late bigint
mart.measure_field.unit_code text
mart.measure_field.unit_name text
mart.measure_field.unit_level text
mart.measure_field.field_code text
mart.measure_field.field_name text
mart.measure_field.month date
mart.measure_field.received bigint
mart.measure_field.received_online bigint
mart.measure_field.accepted bigint
mart.measure_field.resolved bigint
mart.measure_field.resolved_on_time bigint
mart.measure_field.resolved_late bigint
mart.measure_field.resolved_undated bigint
mart.measure_field.working_minutes numeric
mart.measure_field.resolved_timed bigint
mart.measure_procedure.procedure_code text
mart.measure_procedure.procedure_name text
mart.measure_procedure.field_code text
mart.measure_procedure.field_name text
mart.measure_procedure.month date
mart.measure_procedure.received bigint
mart.measure_procedure.received_online bigint
mart.measure_procedure.accepted bigint
mart.measure_procedure.resolved bigint
mart.measure_procedure.resolved_on_time bigint
mart.measure_procedure.resolved_late bigint
mart.measure_procedure.resolved_undated bigint
mart.measure_procedure.working_minutes numeric
mart.measure_procedure.resolved_timed bigint
mart.par_criterion.set_code text
mart.par_criterion.code text
mart.par_criterion.ordinal integer
mart.par_criterion.level text
mart.par_criterion.parent_code text
mart.par_criterion.title text
mart.par_criterion.max_points numeric(6,2)
mart.par_criterion.assessed_by text
mart.par_criterion.mechanism text
mart.par_criterion.indicator text
mart.par_criterion.evidence text
mart.par_criterion.scored_by text
mart.par_criterion.verified boolean
mart.par_index.set_code text
mart.par_index.scope text
mart.par_index.sample boolean
mart.par_index.unit_id integer
mart.par_index.unit_code text
mart.par_index.unit_name text
mart.par_index.year integer
mart.par_index.points numeric
mart.par_index.known_max numeric
mart.par_index.max_points numeric
mart.par_index.lost numeric
mart.par_index.missing numeric
mart.par_index.index numeric
mart.par_index.band text
mart.par_index.band_verified boolean
mart.par_index.rank bigint
mart.par_index.rank_of bigint
mart.par_index.index_last_year numeric
mart.par_index.index_change numeric
mart.par_index.rank_change bigint
mart.par_leaf.set_code text
mart.par_leaf.scope text
mart.par_leaf.sample boolean
mart.par_leaf.unit_id integer
mart.par_leaf.unit_code text
mart.par_leaf.unit_name text
mart.par_leaf.year integer
mart.par_leaf.code text
mart.par_leaf.ordinal integer
mart.par_leaf.title text
mart.par_leaf.max_points numeric(6,2)
mart.par_leaf.assessed_by text
mart.par_leaf.mechanism text
mart.par_leaf.indicator text
mart.par_leaf.proposed numeric(6,2)
mart.par_leaf.explanation text
mart.par_leaf.self_score numeric(6,2)
mart.par_leaf.appraisal1 numeric(6,2)
mart.par_leaf.appraisal2 numeric(6,2)
mart.par_leaf.survey numeric(6,2)
mart.par_leaf.points numeric(6,2)
mart.par_leaf.stage text
mart.par_leaf.lost numeric
mart.par_leaf.reason text
mart.par_leaf.problem text
mart.par_leaf.evidence text[]
mart.par_leaf.entered_at timestamp with time zone
mart.par_leaf.computed_at timestamp with time zone
mart.par_leaf.edition integer
mart.par_lost.set_code text
mart.par_lost.scope text
mart.par_lost.sample boolean
mart.par_lost.unit_code text
mart.par_lost.unit_name text
mart.par_lost.year integer
mart.par_lost.code text
mart.par_lost.title text
mart.par_lost.max_points numeric(6,2)
mart.par_lost.points numeric(6,2)
mart.par_lost.lost numeric
mart.par_lost.stage text
mart.par_lost.reason text
mart.par_lost.points_last_year numeric(6,2)
mart.par_lost.points_change numeric
mart.par_round.set_code text
mart.par_round.unit_code text
mart.par_round.unit_name text
mart.par_round.year integer
mart.par_round.stage text
mart.par_round.due_on date
mart.par_round.document text
mart.par_round.expected bigint
mart.par_round.entered bigint
mart.par_round.entered_late bigint
mart.par_round.state text
mart.par_score.set_code text
mart.par_score.scope text
mart.par_score.sample boolean
mart.par_score.unit_id integer
mart.par_score.unit_code text
mart.par_score.unit_name text
mart.par_score.year integer
mart.par_score.code text
mart.par_score.ordinal integer
mart.par_score.level text
mart.par_score.parent_code text
mart.par_score.title text
mart.par_score.max_points numeric(6,2)
mart.par_score.points numeric
mart.par_score.known_max numeric
mart.par_score.lost numeric
mart.par_score.missing bigint
mart.par_score.proposed numeric
mart.par_score.self_score numeric
mart.par_score.appraisal1 numeric
mart.par_score.appraisal2 numeric
mart.par_score.survey numeric
mart.par_set.set_code text
mart.par_set.revision integer
mart.par_set.scope text
mart.par_set.title text
mart.par_set.from_year integer
mart.par_set.to_year integer
mart.par_set.document text
mart.par_set.official boolean
mart.par_set.sample boolean
mart.par_set.points_loaded boolean
mart.par_set.verified boolean
mart.par_set.mark text
mart.par_set.areas_expected integer
mart.par_set.criteria_expected integer
mart.par_set.sub_criteria_expected integer
mart.par_set.areas bigint
mart.par_set.criteria bigint
mart.par_set.sub_criteria bigint
mart.par_set.points numeric
mart.par_set.survey_points numeric
mart.par_set.loaded_at timestamp with time zone
mart.period.code text
mart.period.period_type text
mart.period.period_start date
mart.period.label text
mart.period.kind_order integer
mart.period.maps_differ boolean
mart.period_close.period_type text
mart.period_close.period_start date
mart.period_close.edition integer
mart.period_close.closed_at timestamp with time zone
mart.period_close.closed_by text
mart.period_close.checks jsonb
mart.period_close.reopened_at timestamp with time zone
mart.period_close.reopened_by text
mart.period_close.reopened_why text
mart.period_close.closed boolean
mart.plan.plan text
mart.plan.revision integer
mart.plan.title text
mart.plan.document text
mart.plan.valid_from date
mart.plan.valid_to date
mart.plan.loaded_at timestamp with time zone
mart.plan_duty.plan text
mart.plan_duty.duty text
mart.plan_duty.ordinal integer
mart.plan_duty.owner text
mart.plan_duty.lineage text
mart.plan_duty.owner_verified boolean
mart.plan_duty.title text
mart.plan_duty.rhythm text
mart.plan_duty.scope text
mart.plan_duty.target_text text
mart.plan_duty.target_verified boolean
mart.plan_duty.unit_code text
mart.plan_duty.unit_name text
mart.plan_duty.link text
mart.plan_duty.period_type text
mart.plan_duty.period_start date
mart.plan_duty.state text
mart.plan_duty.decided_by text
mart.plan_duty.computed_state text
mart.plan_duty.reason text
mart.plan_duty.hits numeric
mart.plan_duty.total numeric
mart.plan_duty.value double precision
mart.plan_duty.entered_state text
mart.plan_duty.comment text
mart.plan_duty.evidence text[]
mart.plan_duty.entered_at timestamp with time zone
mart.plan_duty.disagrees boolean
mart.plan_duty.edition integer
mart.plan_duty.computed_at timestamp with time zone
mart.plan_duty.latest boolean
mart.published_score.published_by text
mart.published_score.unit_code text
mart.published_score.unit_name text
mart.published_score.period_type text
mart.published_score.period_start date
mart.published_score.indicator text
mart.published_score.published numeric(6,2)
mart.published_score.ours numeric(6,2)
mart.published_score.difference numeric
mart.published_score.alert boolean
mart.published_score.flags text[]
mart.published_score.our_source text
mart.published_score.captured_at timestamp with time zone
mart.quarantine_summary.source text
mart.quarantine_summary.stream text
mart.quarantine_summary.reason text
mart.quarantine_summary.records bigint
mart.quarantine_summary.first_seen_at timestamp with time zone
mart.quarantine_summary.last_seen_at timestamp with time zone
mart.quarantine_summary.message text
mart.reconciliation.source text
mart.reconciliation.against text
mart.reconciliation.other_source text
mart.reconciliation.unit_code text
mart.reconciliation.unit_name text
mart.reconciliation.period_type text
mart.reconciliation.period_start date
mart.reconciliation.measure text
mart.reconciliation.theirs numeric
mart.reconciliation.ours numeric
mart.reconciliation.difference numeric
mart.reconciliation.verdict text
mart.reconciliation.category text
mart.reconciliation.explanation text
mart.reconciliation.run_id bigint
mart.reconciliation.since timestamp with time zone
mart.reconciliation.checked_at timestamp with time zone
mart.reconciliation_list.source text
mart.reconciliation_list.stream text
mart.reconciliation_list.window_from timestamp with time zone
mart.reconciliation_list.window_to timestamp with time zone
mart.reconciliation_list.listed integer
mart.reconciliation_list.missing integer
mart.reconciliation_list.changed integer
mart.reconciliation_list.extra integer
mart.reconciliation_list.removed integer
mart.reconciliation_list.quarantined integer
mart.reconciliation_list.skipped integer
mart.reconciliation_list.verdict text
mart.reconciliation_list.explanation text
mart.reconciliation_list.samples text[]
mart.reconciliation_list.run_id bigint
mart.reconciliation_list.checked_at timestamp with time zone
mart.register_kind.kind text
mart.register_open.unit_code text
mart.register_open.unit_name text
mart.register_open.unit_level text
mart.register_open.kind text
mart.register_open.open bigint
mart.register_open.overdue bigint
mart.register_open.first_due_on date
mart.restatement.period_type text
mart.restatement.period_start date
mart.restatement.indicator text
mart.restatement.unit_code text
mart.restatement.unit_name text
mart.restatement.old_status text
mart.restatement.old_hits numeric
mart.restatement.old_total numeric
mart.restatement.old_value double precision
mart.restatement.old_score numeric(6,2)
mart.restatement.old_version text
mart.restatement.new_status text
mart.restatement.new_hits numeric
mart.restatement.new_total numeric
mart.restatement.new_value double precision
mart.restatement.new_score numeric(6,2)
mart.restatement.new_version text
mart.restatement.why text
mart.restatement.runs bigint[]
mart.restatement.records integer
mart.restatement.stated_at timestamp with time zone
mart.restatement.edition_from integer
mart.restatement.edition_to integer
mart.run.source text
mart.run.stream text
mart.run.kind text
mart.run.started_at timestamp with time zone
mart.run.ended_at timestamp with time zone
mart.run.outcome text
mart.run.pages integer
mart.run.records bigint
mart.run.new bigint
mart.run.changed bigint
mart.run.unchanged bigint
mart.run.skipped bigint
mart.run.quarantined bigint
mart.run.error_class text
mart.run.error_text text
mart.second_code.source text
mart.second_code.unit_code text
mart.second_code.unit_name text
mart.second_code.month date
mart.second_code.rows integer
mart.second_code.samples text[]
mart.source_cutover.source text
mart.source_cutover.title text
mart.source_cutover.day date
mart.source_cutover.kind text
mart.source_state.source text
mart.source_state.title text
mart.source_state.family text
mart.source_state.kind text
mart.source_state.loaded_through timestamp with time zone
mart.source_state.last_success_at timestamp with time zone
mart.source_state.last_attempt_at timestamp with time zone
mart.source_state.failures integer
mart.source_state.error_class text
mart.source_state.error_text text
mart.source_state.age_seconds numeric
mart.source_state.stale_after_seconds numeric
mart.source_state.state text
mart.source_state.quarantined bigint
mart.standing.indicator text
mart.standing.unit_code text
mart.standing.unit_name text
mart.standing.unit_level text
mart.standing.period_type text
mart.standing.period_start date
mart.standing.target double precision
mart.standing.target_document text
mart.standing.target_verified boolean
mart.standing.light text
mart.standing.light_reason text
mart.standing.rank integer
mart.standing.rank_of integer
mart.standing.rank_before integer
mart.standing.places_gained integer
mart.standing_map.map text
mart.standing_map.indicator text
mart.standing_map.unit_code text
mart.standing_map.unit_name text
mart.standing_map.unit_level text
mart.standing_map.period_type text
mart.standing_map.period_start date
mart.standing_map.target double precision
mart.standing_map.target_document text
mart.standing_map.target_verified boolean
mart.standing_map.light text
mart.standing_map.light_reason text
mart.standing_map.rank integer
mart.standing_map.rank_of integer
mart.standing_map.rank_before integer
mart.standing_map.places_gained integer
mart.stream_state.source text
mart.stream_state.stream text
mart.stream_state.record text
mart.stream_state.last_success_at timestamp with time zone
mart.stream_state.loaded_through timestamp with time zone
mart.stream_state.age_seconds numeric
mart.stream_state.stale_after_seconds numeric
mart.survey_result.kind text
mart.survey_result.year integer
mart.survey_result.territory_kind text
mart.survey_result.territory text
mart.survey_result.unit_code text
mart.survey_result.element text
mart.survey_result.score numeric
mart.survey_result.rank integer
mart.survey_result.rank_of integer
mart.survey_result.band text
mart.survey_result.score_change numeric
mart.survey_result.rank_change integer
mart.survey_result.score_change_computed numeric
mart.survey_result.rank_change_computed integer
mart.survey_result.problem text
mart.survey_result.decision text
mart.survey_result.announced_on date
mart.survey_result.source text
mart.survey_result.basis text
mart.survey_result.remark text
mart.survey_result.loaded_at timestamp with time zone
mart.unit.id integer
mart.unit.code text
mart.unit.name text
mart.unit.level text
mart.unit.parent_code text
mart.unit.valid_from date
mart.unit.valid_to date
mart.unit.invented boolean
mart.unit.kind text
mart.unit.verified boolean
mart.unit_all.id integer
mart.unit_all.code text
mart.unit_all.name text
mart.unit_all.level text
mart.unit_all.parent_code text
mart.unit_all.valid_from date
mart.unit_all.valid_to date
mart.unit_all.invented boolean
mart.unit_all.kind text
mart.unit_all.verified boolean
mart.unit_all.home boolean
mart.unit_code.unit_code text
mart.unit_code.system text
mart.unit_code.code text
mart.unit_code.valid_from date
mart.unit_code.valid_to date
mart.unit_code.verified boolean
mart.unit_event.key text
mart.unit_event.kind text
mart.unit_event.day date
mart.unit_event.basis text
mart.unit_event.verified boolean
mart.unit_event.note text
mart.unit_event.units text[]
mart.unit_folded.unit_code text
mart.unit_folded.period_type text
mart.unit_folded.period_start date
mart.unit_folded.from_codes text[]
mart.unit_lineage.from_code text
mart.unit_lineage.from_name text
mart.unit_lineage.to_code text
mart.unit_lineage.to_name text
mart.unit_lineage.day date
mart.unit_lineage.kind text
mart.unit_lineage.weight numeric
mart.unit_lineage.reason text
mart.unit_lineage.basis text
mart.unit_lineage.verified boolean
mart.unit_parent.unit_code text
mart.unit_parent.parent_code text
mart.unit_parent.valid_from date
mart.unit_parent.valid_to date
mart.unit_unmatched.source text
mart.unit_unmatched.kind text
mart.unit_unmatched.value text
mart.unit_unmatched.name text
mart.unit_unmatched.first_seen_at timestamp with time zone
mart.unit_unmatched.last_seen_at timestamp with time zone
mart.unit_unmatched.placeholder text
mart.unit_unmatched.receiving integer
mart.unit_unmatched.resolving integer
mart.unit_unmatched.statistics integer
mart.unit_unmatched.items integer
mart.unit_unmatched.documents integer
mart.window_gap.source text
mart.window_gap.stream text
mart.window_gap.gap_from timestamp with time zone
mart.window_gap.gap_to timestamp with time zone
mart.window_gap.kind text
mart.window_gap.source_id integer
mart.window_waiver.source text
mart.window_waiver.stream text
mart.window_waiver.window_from timestamp with time zone
mart.window_waiver.window_to timestamp with time zone
mart.window_waiver.waived_by text
mart.window_waiver.why text
mart.window_waiver.waived_at timestamp with time zone
public.compute_state.only_row boolean not null default true
public.compute_state.measure_mismatch bigint
public.compute_state.checked_at timestamp with time zone
public.correction_cause.edition integer not null
public.correction_cause.unit_id integer not null
public.correction_cause.period_type text not null
public.correction_cause.period_start date not null
public.correction_cause.source_id integer not null
public.correction_cause.runs bigint[] not null
public.correction_cause.touched integer
public.correction_cause.deleted integer
public.correction_cause.samples text[] not null default '{}'::text[]
public.correction_cause.noted_at timestamp with time zone not null default now()
public.correction_noted.only_row boolean not null default true
public.correction_noted.edition integer not null default 0
public.data_quality.source_id integer not null
public.data_quality.unit_id integer
public.data_quality.dimension text not null
public.data_quality.hits numeric
public.data_quality.total numeric
public.data_quality.score double precision
public.data_quality.reason text
public.data_quality.evidence jsonb not null
public.data_quality.measured_at timestamp with time zone not null default now()
public.dossier.source_id integer not null
public.dossier.code text not null
public.dossier.procedure_id integer
public.dossier.receiving_unit_id integer not null
public.dossier.resolving_unit_id integer not null
public.dossier.channel smallint not null
public.dossier.service_level smallint
public.dossier.status smallint not null
public.dossier.submitted_at timestamp with time zone
public.dossier.received_at timestamp with time zone
public.dossier.due_at timestamp with time zone
public.dossier.ended_at timestamp with time zone
public.dossier.returned_at timestamp with time zone
public.dossier.supplement_at timestamp with time zone
public.dossier.waited_until timestamp with time zone
public.dossier.second_supplement_at timestamp with time zone
public.dossier.supplement_count smallint not null default 0
public.dossier.reappointments smallint not null default 0
public.dossier.return_channel smallint
public.dossier.home_unit_id integer
public.dossier.digitised boolean
public.dossier.electronic_result boolean
public.dossier.fee_due boolean
public.dossier.paid_online boolean
public.dossier.apology_letter boolean
public.dossier.address_present boolean
public.dossier.phone_present boolean
public.dossier.working_minutes integer
public.dossier.limit_due_at timestamp with time zone
public.dossier.modified_at timestamp with time zone
public.dossier.content_hash bigint not null
public.dossier.run_id bigint not null
public.dossier.deleted_at timestamp with time zone
public.dossier.other_code text
public.dossier.double_of text
public.dossier_change.sign smallint not null
public.dossier_change.source_id integer not null
public.dossier_change.code text not null
public.dossier_change.procedure_id integer
public.dossier_change.receiving_unit_id integer not null
public.dossier_change.resolving_unit_id integer not null
public.dossier_change.channel smallint not null
public.dossier_change.service_level smallint
public.dossier_change.status smallint not null
public.dossier_change.submitted_at timestamp with time zone
public.dossier_change.received_at timestamp with time zone
public.dossier_change.due_at timestamp with time zone
public.dossier_change.ended_at timestamp with time zone
public.dossier_change.returned_at timestamp with time zone
public.dossier_change.supplement_at timestamp with time zone
public.dossier_change.waited_until timestamp with time zone
public.dossier_change.second_supplement_at timestamp with time zone
public.dossier_change.supplement_count smallint not null
public.dossier_change.reappointments smallint not null
public.dossier_change.return_channel smallint
public.dossier_change.home_unit_id integer
public.dossier_change.digitised boolean
public.dossier_change.electronic_result boolean
public.dossier_change.fee_due boolean
public.dossier_change.paid_online boolean
public.dossier_change.apology_letter boolean
public.dossier_change.address_present boolean
public.dossier_change.phone_present boolean
public.dossier_change.working_minutes integer
public.dossier_change.limit_due_at timestamp with time zone
public.dossier_change.modified_at timestamp with time zone
public.dossier_change.content_hash bigint not null
public.dossier_change.run_id bigint not null
public.dossier_change.deleted_at timestamp with time zone
public.dossier_change.other_code text
public.dossier_change.double_of text
public.dossier_pause.source_id integer not null
public.dossier_pause.code text not null
public.dossier_pause.asked_at timestamp with time zone not null
public.dossier_pause.answered_at timestamp with time zone
public.due_date_check.unit_id integer not null
public.due_date_check.month date not null
public.due_date_check.flag text not null
public.due_date_check.doubtful boolean not null
public.due_date_check.dossiers integer not null
public.due_date_check.checked_at timestamp with time zone not null default now()
public.edition.number integer not null
public.edition.published_at timestamp with time zone not null default now()
public.edition.as_of timestamp with time zone not null
public.edition.sources jsonb not null
public.edition.changes integer not null
public.edocument.source_id integer not null
public.edocument.side smallint not null
public.edocument.code text not null
public.edocument.document text not null
public.edocument.sender_unit_id integer
public.edocument.receiver_unit_id integer
public.edocument.sent_at timestamp with time zone not null
public.edocument.received_at timestamp with time zone
public.edocument.state smallint not null
public.edocument.request smallint not null default 0
public.edocument.replaces text
public.edocument.signed boolean
public.edocument.paper_copy boolean
public.edocument.run_id bigint not null
public.edocument.deleted_at timestamp with time zone
public.edocument.sent_on date not null default ((sent_at AT TIME ZONE '07:00:00'::interval))::date
public.edocument.received_on date not null default ((COALESCE(received_at, sent_at) AT TIME ZONE '07:00:00'::interval))::date
public.edocument_day.source_id integer not null
public.edocument_day.unit_id integer not null
public.edocument_day.day date not null
public.edocument_day.sent integer not null
public.edocument_day.signed integer not null
public.edocument_day.signature_known integer not null
public.edocument_day.paperless integer not null
public.edocument_day.with_paper integer not null
public.edocument_day.paper_known integer not null
public.edocument_day.delivered integer not null
public.edocument_day.accepted integer not null
public.edocument_day.completed integer not null
public.edocument_day.refused integer not null
public.edocument_day.failed integer not null
public.edocument_day.recalled integer not null
public.edocument_day.replaced integer not null
public.edocument_day.received integer not null
public.field.id integer not null identity
public.field.code text not null
public.field.name text
public.gain.unit_id integer not null
public.gain.period_type text not null
public.gain.period_start date not null
public.gain.indicator text not null
public.gain.kind text not null
public.gain.items integer not null
public.gain.needed integer
public.gain.points numeric(6,2) not null
public.gain.score numeric(6,2) not null
public.gain.max_score numeric(6,2) not null
public.gain.edition integer not null
public.held_value.indicator text not null
public.held_value.unit_id integer not null
public.held_value.period_type text not null
public.held_value.period_start date not null
public.held_value.rule text not null
public.held_value.reason text not null
public.held_value.hits numeric
public.held_value.total numeric
public.held_value.value double precision
public.held_value.held_at timestamp with time zone not null default now()
public.held_value.released_at timestamp with time zone
public.held_value.confirmed_at timestamp with time zone
public.held_value.confirmed_by text
public.held_value.why text
public.history_gap.period_type text not null
public.history_gap.period_start date not null
public.history_gap.edition_from integer not null
public.history_gap.edition_to integer not null
public.history_thinned.only_row boolean not null default true
public.history_thinned.edition integer not null default 0
public.indicator_absence.id bigint not null identity
public.indicator_absence.period_type text not null
public.indicator_absence.period_start date not null
public.indicator_absence.unit_set_id integer not null
public.indicator_absence.indicator_set_id integer not null
public.indicator_absence.reason text not null
public.indicator_absence.basis text not null
public.indicator_absence.computed_at timestamp with time zone not null default now()
public.indicator_absence.edition_from integer not null
public.indicator_absence.edition_to integer
public.indicator_absence.kept boolean not null default false
public.indicator_set.id integer not null identity
public.indicator_set.digest text not null
public.indicator_set_member.set_id integer not null
public.indicator_set_member.indicator text not null
public.indicator_set_member.version text not null
public.indicator_set_member.max_score numeric(6,2)
public.indicator_set_member.before text not null default ''::text
public.indicator_set_member.after text not null default ''::text
public.indicator_value.indicator text not null
public.indicator_value.unit_id integer not null
public.indicator_value.period_type text not null
public.indicator_value.period_start date not null
public.indicator_value.hits numeric
public.indicator_value.total numeric
public.indicator_value.value double precision
public.indicator_value.score numeric(6,2)
public.indicator_value.max_score numeric(6,2)
public.indicator_value.status text not null
public.indicator_value.reason text
public.indicator_value.version text not null
public.indicator_value.coverage double precision
public.indicator_value.basis text not null
public.indicator_value.computed_at timestamp with time zone not null default now()
public.indicator_value.edition_from integer not null
public.indicator_value.edition_to integer
public.indicator_value.kept boolean not null default false
public.map_absence.id bigint not null identity
public.map_absence.period_type text not null
public.map_absence.period_start date not null
public.map_absence.unit_set_id integer not null
public.map_absence.indicator_set_id integer not null
public.map_absence.reason text not null
public.map_absence.basis text not null
public.map_absence.computed_at timestamp with time zone not null default now()
public.map_absence.edition_from integer not null
public.map_absence.edition_to integer
public.map_absence.kept boolean not null default false
public.map_fold.unit_id integer not null
public.map_fold.period_type text not null
public.map_fold.period_start date not null
public.map_fold.from_codes text[] not null
public.map_period.period_type text not null
public.map_period.period_start date not null
public.map_state.only_row boolean not null default true
public.map_state.digest text
public.map_value.indicator text not null
public.map_value.unit_id integer not null
public.map_value.period_type text not null
public.map_value.period_start date not null
public.map_value.hits numeric
public.map_value.total numeric
public.map_value.value double precision
public.map_value.score numeric(6,2)
public.map_value.max_score numeric(6,2)
public.map_value.status text not null
public.map_value.reason text
public.map_value.version text not null
public.map_value.coverage double precision
public.map_value.basis text not null
public.map_value.computed_at timestamp with time zone not null default now()
public.map_value.edition_from integer not null
public.map_value.edition_to integer
public.map_value.kept boolean not null default false
public.measure_day.source_id integer not null
public.measure_day.unit_id integer not null
public.measure_day.day date not null
public.measure_day.received integer not null default 0
public.measure_day.received_online integer not null default 0
public.measure_day.received_counter integer not null default 0
public.measure_day.received_postal integer not null default 0
public.measure_day.received_other integer not null default 0
public.measure_day.fee_dossiers integer not null default 0
public.measure_day.fee_dossiers_paid integer not null default 0
public.measure_day.received_supplement_repeated integer not null default 0
public.measure_day.received_contact integer not null default 0
public.measure_day.received_home_known integer not null default 0
public.measure_day.received_non_territorial integer not null default 0
public.measure_day.accepted integer not null default 0
public.measure_day.accepted_undated integer not null default 0
public.measure_day.accepted_electronic integer not null default 0
public.measure_day.accepted_digitised integer not null default 0
public.measure_day.accepted_rescheduled integer not null default 0
public.measure_day.late_by_date integer not null default 0
public.measure_day.late_apology_by_date integer not null default 0
public.measure_day.waiting_by_date integer not null default 0
public.measure_day.late_by_instant integer not null default 0
public.measure_day.late_apology_by_instant integer not null default 0
public.measure_day.waiting_by_instant integer not null default 0
public.measure_day.resolved integer not null default 0
public.measure_day.resolved_early integer not null default 0
public.measure_day.resolved_on_day integer not null default 0
public.measure_day.resolved_late_by_date integer not null default 0
public.measure_day.resolved_late_by_instant integer not null default 0
public.measure_day.resolved_late_apology_by_date integer not null default 0
public.measure_day.resolved_late_apology_by_instant integer not null default 0
public.measure_day.resolved_undated integer not null default 0
public.measure_day.resolved_within_limit integer not null default 0
public.measure_day.resolved_electronic integer not null default 0
public.measure_day.resolved_digitised integer not null default 0
public.measure_day.processing_minutes bigint not null default 0
public.measure_day.resolved_timed integer not null default 0
public.measure_day.working_minutes bigint not null default 0
public.measure_day.returned integer not null default 0
public.measure_day.returned_postal integer not null default 0
public.measure_day.resupplied_by_date integer not null default 0
public.measure_day.resupplied_by_instant integer not null default 0
public.measure_day.within_limit integer not null default 0
public.measure_field_month.source_id integer not null
public.measure_field_month.unit_id integer not null
public.measure_field_month.field_id integer not null
public.measure_field_month.month date not null
public.measure_field_month.received integer not null default 0
public.measure_field_month.received_online integer not null default 0
public.measure_field_month.received_supplement_repeated integer not null default 0
public.measure_field_month.accepted integer not null default 0
public.measure_field_month.accepted_undated integer not null default 0
public.measure_field_month.late_by_date integer not null default 0
public.measure_field_month.waiting_by_date integer not null default 0
public.measure_field_month.late_by_instant integer not null default 0
public.measure_field_month.waiting_by_instant integer not null default 0
public.measure_field_month.resolved integer not null default 0
public.measure_field_month.resolved_early integer not null default 0
public.measure_field_month.resolved_late_by_date integer not null default 0
public.measure_field_month.resolved_late_by_instant integer not null default 0
public.measure_field_month.resolved_undated integer not null default 0
public.measure_field_month.resolved_within_limit integer not null default 0
public.measure_field_month.processing_minutes bigint not null default 0
public.measure_field_month.resolved_timed integer not null default 0
public.measure_field_month.working_minutes bigint not null default 0
public.measure_field_month.resupplied_by_date integer not null default 0
public.measure_field_month.resupplied_by_instant integer not null default 0
public.measure_field_month.within_limit integer not null default 0
public.measure_procedure_month.source_id integer not null
public.measure_procedure_month.procedure_id integer not null
public.measure_procedure_month.month date not null
public.measure_procedure_month.received integer not null default 0
public.measure_procedure_month.received_online integer not null default 0
public.measure_procedure_month.received_supplement_repeated integer not null default 0
public.measure_procedure_month.accepted integer not null default 0
public.measure_procedure_month.accepted_undated integer not null default 0
public.measure_procedure_month.late_by_date integer not null default 0
public.measure_procedure_month.waiting_by_date integer not null default 0
public.measure_procedure_month.late_by_instant integer not null default 0
public.measure_procedure_month.waiting_by_instant integer not null default 0
public.measure_procedure_month.resolved integer not null default 0
public.measure_procedure_month.resolved_early integer not null default 0
public.measure_procedure_month.resolved_late_by_date integer not null default 0
public.measure_procedure_month.resolved_late_by_instant integer not null default 0
public.measure_procedure_month.resolved_undated integer not null default 0
public.measure_procedure_month.resolved_within_limit integer not null default 0
public.measure_procedure_month.processing_minutes bigint not null default 0
public.measure_procedure_month.resolved_timed integer not null default 0
public.measure_procedure_month.working_minutes bigint not null default 0
public.measure_procedure_month.resupplied_by_date integer not null default 0
public.measure_procedure_month.resupplied_by_instant integer not null default 0
public.measure_procedure_month.within_limit integer not null default 0
public.open_dossier_due.unit_id integer not null
public.open_dossier_due.bucket text not null
public.open_dossier_due.dossiers integer not null
public.open_dossier_procedure.unit_id integer not null
public.open_dossier_procedure.procedure_id integer
public.open_dossier_procedure.open integer not null
public.open_dossier_procedure.undated integer not null
public.open_dossier_procedure.overdue integer not null
public.open_dossier_procedure.due_soon integer not null
public.open_dossier_procedure.first_due_on date
public.par_criterion.set_id integer not null
public.par_criterion.code text not null
public.par_criterion.ordinal integer not null
public.par_criterion.level text not null
public.par_criterion.parent_code text
public.par_criterion.title text not null
public.par_criterion.points numeric(6,2)
public.par_criterion.assessed_by text
public.par_criterion.mechanism text
public.par_criterion.empty_rule text not null
public.par_criterion.indicator text
public.par_criterion.over_level text
public.par_criterion.survey_result text
public.par_criterion.evidence text
public.par_criterion.scored_by text
public.par_criterion.verified boolean not null
public.par_entry.id bigint not null identity
public.par_entry.set_id integer not null
public.par_entry.criterion text not null
public.par_entry.unit_id integer not null
public.par_entry.year integer not null
public.par_entry.stage text not null
public.par_entry.points numeric(6,2)
public.par_entry.fact jsonb
public.par_entry.evidence text[] not null default '{}'::text[]
public.par_entry.comment text
public.par_entry.reason text
public.par_entry.entered_by text not null
public.par_entry.entered_at timestamp with time zone not null default now()
public.par_entry.origin text not null
public.par_proposal.set_id integer not null
public.par_proposal.criterion text not null
public.par_proposal.unit_id integer not null
public.par_proposal.year integer not null
public.par_proposal.points numeric(6,2)
public.par_proposal.explanation text not null
public.par_proposal.edition integer
public.par_proposal.computed_at timestamp with time zone not null
public.par_round.set_id integer not null
public.par_round.year integer not null
public.par_round.stage text not null
public.par_round.due_on date not null
public.par_round.document text
public.par_set.id integer not null identity
public.par_set.code text not null
public.par_set.revision integer not null
public.par_set.scope text not null
public.par_set.title text not null
public.par_set.from_year integer not null
public.par_set.to_year integer
public.par_set.document text
public.par_set.official boolean not null
public.par_set.sample boolean not null
public.par_set.verified boolean not null
public.par_set.points_loaded boolean not null
public.par_set.control jsonb not null
public.par_set.bands jsonb not null
public.par_set.bands_verified boolean not null
public.par_set.content_hash text not null
public.par_set.file text not null
public.par_set.origin text not null
public.par_set.loaded_by text not null
public.par_set.loaded_at timestamp with time zone not null default now()
public.par_set.superseded_at timestamp with time zone
public.period_close.id integer not null identity
public.period_close.period_type text not null
public.period_close.period_start date not null
public.period_close.period_end date not null
public.period_close.edition integer not null
public.period_close.closed_at timestamp with time zone not null default now()
public.period_close.closed_by text not null
public.period_close.last_run bigint not null
public.period_close.checks jsonb not null
public.period_close.reopened_at timestamp with time zone
public.period_close.reopened_by text
public.period_close.reopened_why text
public.plan.id integer not null identity
public.plan.code text not null
public.plan.revision integer not null
public.plan.title text not null
public.plan.document text not null
public.plan.valid_from date not null
public.plan.valid_to date
public.plan.content_hash text not null
public.plan.file text not null
public.plan.origin text not null
public.plan.loaded_by text not null
public.plan.loaded_at timestamp with time zone not null default now()
public.plan.superseded_at timestamp with time zone
public.plan_duty.plan_id integer not null
public.plan_duty.code text not null
public.plan_duty.ordinal integer not null
public.plan_duty.owner text not null
public.plan_duty.title text not null
public.plan_duty.rhythm text not null
public.plan_duty.target_text text
public.plan_duty.target text
public.plan_duty.target_verified boolean not null
public.plan_duty.indicators text[] not null
public.plan_duty.register text
public.plan_duty.field text
public.plan_duty.scope text not null default 'unit'::text
public.plan_entry.id bigint not null identity
public.plan_entry.plan_id integer not null
public.plan_entry.duty text not null
public.plan_entry.unit_id integer not null
public.plan_entry.period_type text not null
public.plan_entry.period_start date not null
public.plan_entry.state text
public.plan_entry.evidence text[] not null default '{}'::text[]
public.plan_entry.comment text
public.plan_entry.entered_by text not null
public.plan_entry.entered_at timestamp with time zone not null default now()
public.plan_owner.plan_id integer not null
public.plan_owner.id text not null
public.plan_owner.title text not null
public.plan_owner.levels text[] not null
public.plan_owner.units text[] not null
public.plan_owner.lineage text
public.plan_owner.verified boolean not null
public.plan_state.plan_id integer not null
public.plan_state.duty text not null
public.plan_state.unit_id integer not null
public.plan_state.link text not null
public.plan_state.period_type text not null
public.plan_state.period_start date not null
public.plan_state.state text not null
public.plan_state.reason text
public.plan_state.hits numeric
public.plan_state.total numeric
public.plan_state.value double precision
public.plan_state.edition integer
public.plan_state.computed_at timestamp with time zone not null
public.procedure.id integer not null identity
public.procedure.code text not null
public.procedure.name text
public.procedure.field_code text
public.procedure.field_name text
public.procedure.field_id integer not null default 0
public.procedure_listing.source_id integer not null
public.procedure_listing.code text not null
public.procedure_listing.name text not null
public.procedure_listing.field_code text
public.procedure_listing.field_name text
public.procedure_listing.level text
public.procedure_listing.has_fee boolean
public.procedure_listing.active boolean not null
public.procedure_listing.first_seen_at timestamp with time zone not null default now()
public.procedure_listing.changed_at timestamp with time zone not null default now()
public.procedure_listing.run_id bigint not null
public.published_score.source_id integer not null
public.published_score.unit_id integer not null
public.published_score.period_type text not null
public.published_score.period_start date not null
public.published_score.indicator text not null
public.published_score.score numeric(6,2)
public.published_score.flags text[] not null default '{}'::text[]
public.published_score.captured_at timestamp with time zone not null default now()
public.published_score.run_id bigint not null
public.published_score.superseded_at timestamp with time zone
public.quarantine.id bigint not null identity
public.quarantine.source_id integer not null
public.quarantine.stream text not null
public.quarantine.run_id bigint not null
public.quarantine.record_key text
public.quarantine.page integer
public.quarantine.pointer text
public.quarantine.reason text not null
public.quarantine.message text not null
public.quarantine.record jsonb
public.quarantine.fingerprint text not null
public.quarantine.seen_at timestamp with time zone not null default now()
public.quarantine.last_seen_at timestamp with time zone not null default now()
public.quarantine.resolved_at timestamp with time zone
public.raw_page.id bigint not null identity
public.raw_page.run_id bigint not null
public.raw_page.source_id integer not null
public.raw_page.stream text not null
public.raw_page.page integer not null
public.raw_page.window_from timestamp with time zone
public.raw_page.window_to timestamp with time zone
public.raw_page.fetched_at timestamp with time zone not null default now()
public.raw_page.status smallint not null
public.raw_page.bytes integer not null
public.raw_page.sha256 bytea not null
public.raw_page.body bytea
public.reconciliation.source_id integer not null
public.reconciliation.against text not null
public.reconciliation.other_source_id integer not null
public.reconciliation.unit_id integer
public.reconciliation.period_type text not null
public.reconciliation.period_start date not null
public.reconciliation.measure text not null
public.reconciliation.theirs numeric
public.reconciliation.ours numeric
public.reconciliation.difference numeric default (theirs - ours)
public.reconciliation.verdict text not null
public.reconciliation.category text not null
public.reconciliation.explanation text
public.reconciliation.run_id bigint
public.reconciliation.checked_at timestamp with time zone not null default now()
public.reconciliation.since timestamp with time zone not null default now()
public.reconciliation_list.source_id integer not null
public.reconciliation_list.stream text not null
public.reconciliation_list.window_from timestamp with time zone not null
public.reconciliation_list.window_to timestamp with time zone not null
public.reconciliation_list.run_id bigint not null
public.reconciliation_list.listed integer not null
public.reconciliation_list.missing integer not null
public.reconciliation_list.changed integer not null
public.reconciliation_list.extra integer not null
public.reconciliation_list.removed integer not null
public.reconciliation_list.quarantined integer not null
public.reconciliation_list.skipped integer not null
public.reconciliation_list.verdict text not null
public.reconciliation_list.explanation text
public.reconciliation_list.samples text[] not null default '{}'::text[]
public.reconciliation_list.checked_at timestamp with time zone not null default now()
public.register_change.unit_id integer not null
public.register_change.opened_on date not null
public.register_item.source_id integer not null
public.register_item.kind text not null
public.register_item.code text not null
public.register_item.unit_id integer not null
public.register_item.class text
public.register_item.opened_on date not null
public.register_item.due_on date
public.register_item.done_on date
public.register_item.cancelled boolean not null default false
public.register_item.verdict boolean
public.register_item.amount numeric
public.register_item.amount_done numeric
public.register_item.run_id bigint not null
public.register_item.deleted_at timestamp with time zone
public.restatement.id bigint not null identity
public.restatement.close_id integer not null
public.restatement.period_type text not null
public.restatement.period_start date not null
public.restatement.indicator text not null
public.restatement.unit_id integer not null
public.restatement.old_status text not null
public.restatement.old_hits numeric
public.restatement.old_total numeric
public.restatement.old_value double precision
public.restatement.old_score numeric(6,2)
public.restatement.old_version text
public.restatement.new_status text not null
public.restatement.new_hits numeric
public.restatement.new_total numeric
public.restatement.new_value double precision
public.restatement.new_score numeric(6,2)
public.restatement.new_version text
public.restatement.why text not null
public.restatement.runs bigint[] not null default '{}'::bigint[]
public.restatement.records integer
public.restatement.stated_at timestamp with time zone not null default now()
public.restatement.edition_from integer not null
public.restatement.edition_to integer
public.run.id bigint not null identity
public.run.source_id integer not null
public.run.stream text not null
public.run.kind text not null
public.run.window_from timestamp with time zone
public.run.window_to timestamp with time zone
public.run.started_at timestamp with time zone not null default now()
public.run.ended_at timestamp with time zone
public.run.outcome text
public.run.pages integer not null default 0
public.run.records bigint not null default 0
public.run.new bigint not null default 0
public.run.changed bigint not null default 0
public.run.unchanged bigint not null default 0
public.run.skipped bigint not null default 0
public.run.quarantined bigint not null default 0
public.run.error_class text
public.run.error_text text
public.run.file_name text
public.run.done_by text
public.run.deleted bigint not null default 0
public.schema_migration.id integer not null default nextval('schema_migration_id_seq'::regclass)
public.schema_migration.timestamp bigint not null
public.schema_migration.name character varying not null
public.screen.id integer not null identity
public.screen.name text not null
public.screen.token_digest bytea not null
public.screen.registered_at timestamp with time zone not null default now()
public.screen.last_seen_at timestamp with time zone
public.screen.board text
public.screen.page_version text
public.screen.edition integer
public.screen.size text
public.sign_in_refusal.source_id integer not null
public.sign_in_refusal.print text not null
public.sign_in_refusal.refusals integer not null
public.sign_in_refusal.refused_at timestamp with time zone not null
public.source.id integer not null identity
public.source.key text not null
public.source.title text not null
public.source.family text not null
public.source.kind text not null default 'api'::text
public.source.stale_after interval not null default '00:30:00'::interval
public.source.every interval not null default '00:05:00'::interval
public.source.enabled boolean not null default true
public.source.registered_at timestamp with time zone not null default now()
public.source.active_from date
public.source.active_to date
public.source.reconcile_due_at timestamp with time zone
public.source.reconciled_at timestamp with time zone
public.source.reconcile_error text
public.source.quiet text[] not null default '{}'::text[]
public.source_calls.day date not null
public.source_calls.calls integer not null
public.source_calls.source text not null
public.source_stream.source_id integer not null
public.source_stream.stream text not null
public.source_stream.record text not null
public.source_stream.loaded_through timestamp with time zone
public.source_stream.deep_at timestamp with time zone
public.source_stream.next_due_at timestamp with time zone not null default now()
public.source_stream.last_attempt_at timestamp with time zone
public.source_stream.last_success_at timestamp with time zone
public.source_stream.failures integer not null default 0
public.source_stream.error_class text
public.source_stream.error_text text
public.source_stream.layout text
public.source_stream.expected_from date
public.source_stream.hold_back interval not null default '00:00:00'::interval
public.source_stream.every interval
public.source_stream.first_load boolean not null default false
public.source_stream.reached timestamp with time zone default 
CASE
    WHEN (NOT first_load) THEN loaded_through
    ELSE NULL::timestamp with time zone
END
public.standing.indicator text not null
public.standing.unit_id integer not null
public.standing.period_type text not null
public.standing.period_start date not null
public.standing.target double precision
public.standing.target_document text
public.standing.target_verified boolean
public.standing.light text not null
public.standing.light_reason text
public.standing.rank integer
public.standing.rank_of integer
public.standing.edition integer not null
public.standing.map text not null default 'both'::text
public.statistic.source_id integer not null
public.statistic.unit_id integer not null
public.statistic.period_type text not null
public.statistic.period_start date not null
public.statistic.measure text not null
public.statistic.value numeric
public.statistic.source_time timestamp with time zone
public.statistic.captured_at timestamp with time zone not null default now()
public.statistic.run_id bigint not null
public.statistic.revision integer not null default 1
public.statistic.superseded_at timestamp with time zone
public.survey_result.id bigint not null identity
public.survey_result.kind text not null
public.survey_result.year integer not null
public.survey_result.territory_kind text not null
public.survey_result.territory text not null
public.survey_result.unit_id integer
public.survey_result.element text not null default ''::text
public.survey_result.score numeric
public.survey_result.rank integer
public.survey_result.rank_of integer
public.survey_result.score_change numeric
public.survey_result.rank_change integer
public.survey_result.band text
public.survey_result.decision text
public.survey_result.announced_on date
public.survey_result.source text not null
public.survey_result.basis text not null
public.survey_result.remark text
public.survey_result.file text not null
public.survey_result.origin text not null
public.survey_result.loaded_by text not null
public.survey_result.loaded_at timestamp with time zone not null default now()
public.survey_result.superseded_at timestamp with time zone
public.unit.id integer not null identity
public.unit.code text not null
public.unit.name text not null
public.unit.level text not null
public.unit.parent_id integer
public.unit.valid_from date
public.unit.valid_to date
public.unit.invented boolean not null default false
public.unit.origin text not null
public.unit.kind text
public.unit.home boolean not null default true
public.unit.verified boolean not null default true
public.unit_alias.source_id integer not null
public.unit_alias.kind text not null
public.unit_alias.value text not null
public.unit_alias.unit_id integer not null
public.unit_alias.valid_from date not null default '0001-01-01'::date
public.unit_alias.valid_to date not null default '9999-12-31'::date
public.unit_alias.origin text not null
public.unit_alias.created_at timestamp with time zone not null default now()
public.unit_code.unit_id integer not null
public.unit_code.system text not null
public.unit_code.code text not null
public.unit_code.valid_from date not null default '0001-01-01'::date
public.unit_code.valid_to date not null default '9999-12-31'::date
public.unit_code.verified boolean not null default true
public.unit_code.origin text not null
public.unit_event.id integer not null identity
public.unit_event.key text not null
public.unit_event.kind text not null
public.unit_event.day date not null
public.unit_event.basis text
public.unit_event.verified boolean not null
public.unit_event.note text
public.unit_event.origin text not null
public.unit_event_unit.event_id integer not null
public.unit_event_unit.unit_id integer not null
public.unit_file.name text not null
public.unit_file.sha256 text not null
public.unit_file.loaded_at timestamp with time zone not null default now()
public.unit_lineage.event_id integer not null
public.unit_lineage.from_id integer
public.unit_lineage.to_id integer
public.unit_lineage.weight numeric
public.unit_lineage.reason text
public.unit_move.event_id integer not null
public.unit_move.unit_id integer not null
public.unit_move.from_id integer not null
public.unit_move.to_id integer not null
public.unit_move.day date not null
public.unit_set.id integer not null identity
public.unit_set.digest text not null
public.unit_set_member.set_id integer not null
public.unit_set_member.unit_id integer not null
public.unit_stock.event_day date not null
public.unit_stock.unit_id integer not null
public.unit_stock.source_id integer not null
public.unit_stock.open integer not null
public.unit_stock.counted_at timestamp with time zone not null default now()
public.unit_unmatched.source_id integer not null
public.unit_unmatched.kind text not null
public.unit_unmatched.value text not null
public.unit_unmatched.name text
public.unit_unmatched.first_seen_at timestamp with time zone not null default now()
public.unit_unmatched.last_seen_at timestamp with time zone not null default now()
public.unit_unmatched.unit_id integer
public.window_waiver.id bigint not null identity
public.window_waiver.source_id integer not null
public.window_waiver.stream text
public.window_waiver.window_from timestamp with time zone not null
public.window_waiver.window_to timestamp with time zone not null
public.window_waiver.waived_by text not null
public.window_waiver.why text not null
public.window_waiver.waived_at timestamp with time zone not null default now()

-- constraints
compute_state: compute_state_only_row_check CHECK (only_row)
compute_state: compute_state_pkey PRIMARY KEY (only_row)
correction_cause: correction_cause_pkey PRIMARY KEY (edition, unit_id, period_type, period_start, source_id)
correction_noted: correction_noted_only_row_check CHECK (only_row)
correction_noted: correction_noted_pkey PRIMARY KEY (only_row)
data_quality: data_quality_check CHECK (((score IS NOT NULL) OR (reason IS NOT NULL)))
data_quality: data_quality_dimension_check CHECK ((dimension = ANY (ARRAY['correct'::text, 'complete'::text, 'clean'::text, 'live'::text])))
data_quality: data_quality_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
data_quality: data_quality_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
data_quality: data_quality_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
dossier: dossier_double CHECK (((double_of IS NULL) OR (deleted_at IS NOT NULL)))
dossier: dossier_pkey PRIMARY KEY (source_id, code)
dossier_pause: dossier_pause_pkey PRIMARY KEY (source_id, code, asked_at)
due_date_check: due_date_check_pkey PRIMARY KEY (month, unit_id, flag, doubtful)
due_date_check: due_date_check_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
edition: edition_pkey PRIMARY KEY (number)
edocument: edocument_pkey PRIMARY KEY (source_id, side, code)
edocument: edocument_receiver_unit_id_fkey FOREIGN KEY (receiver_unit_id) REFERENCES unit(id)
edocument: edocument_sender_unit_id_fkey FOREIGN KEY (sender_unit_id) REFERENCES unit(id)
edocument: edocument_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
edocument_day: edocument_day_pkey PRIMARY KEY (source_id, unit_id, day)
field: field_code_key UNIQUE (code)
field: field_pkey PRIMARY KEY (id)
gain: gain_items_check CHECK ((items > 0))
gain: gain_kind_check CHECK ((kind = ANY (ARRAY['missing'::text, 'undated'::text, 'dueSoon'::text, 'atRisk'::text, 'late'::text, 'lost'::text])))
gain: gain_pkey PRIMARY KEY (period_type, period_start, unit_id, indicator, kind)
held_value: held_value_check CHECK (((confirmed_at IS NULL) OR ((length(confirmed_by) > 0) AND (length(why) > 0))))
held_value: held_value_pkey PRIMARY KEY (indicator, unit_id, period_type, period_start)
held_value: held_value_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
history_gap: history_gap_pkey PRIMARY KEY (period_type, period_start)
history_thinned: history_thinned_only_row_check CHECK (only_row)
history_thinned: history_thinned_pkey PRIMARY KEY (only_row)
indicator_absence: indicator_absence_indicator_set_id_fkey FOREIGN KEY (indicator_set_id) REFERENCES indicator_set(id)
indicator_absence: indicator_absence_pkey PRIMARY KEY (id)
indicator_absence: indicator_absence_unit_set_id_fkey FOREIGN KEY (unit_set_id) REFERENCES unit_set(id)
indicator_set: indicator_set_digest_key UNIQUE (digest)
indicator_set: indicator_set_pkey PRIMARY KEY (id)
indicator_set_member: indicator_set_member_pkey PRIMARY KEY (set_id, indicator)
indicator_set_member: indicator_set_member_set_id_fkey FOREIGN KEY (set_id) REFERENCES indicator_set(id) ON DELETE CASCADE
indicator_value: indicator_value_check CHECK (((status = 'unavailable'::text) OR (reason IS NULL)))
indicator_value: indicator_value_status_check CHECK ((status = ANY (ARRAY['available'::text, 'unavailable'::text])))
map_absence: map_absence_indicator_set_id_fkey FOREIGN KEY (indicator_set_id) REFERENCES indicator_set(id)
map_absence: map_absence_pkey PRIMARY KEY (id)
map_absence: map_absence_unit_set_id_fkey FOREIGN KEY (unit_set_id) REFERENCES unit_set(id)
map_fold: map_fold_pkey PRIMARY KEY (unit_id, period_type, period_start)
map_fold: map_fold_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
map_period: map_period_pkey PRIMARY KEY (period_type, period_start)
map_state: map_state_only_row_check CHECK (only_row)
map_state: map_state_pkey PRIMARY KEY (only_row)
map_value: indicator_value_check CHECK (((status = 'unavailable'::text) OR (reason IS NULL)))
map_value: indicator_value_status_check CHECK ((status = ANY (ARRAY['available'::text, 'unavailable'::text])))
measure_day: measure_day_pkey PRIMARY KEY (source_id, unit_id, day)
measure_field_month: measure_field_month_pkey PRIMARY KEY (source_id, unit_id, field_id, month)
measure_procedure_month: measure_procedure_month_pkey PRIMARY KEY (source_id, procedure_id, month)
open_dossier_due: open_dossier_due_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
open_dossier_procedure: open_dossier_procedure_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
par_criterion: par_criterion_assessed_by_check CHECK ((assessed_by = ANY (ARRAY['appraisal'::text, 'survey'::text])))
par_criterion: par_criterion_empty_rule_check CHECK ((empty_rule = ANY (ARRAY['null'::text, 'zero'::text, 'full'::text])))
par_criterion: par_criterion_level_check CHECK ((level = ANY (ARRAY['area'::text, 'criterion'::text, 'subCriterion'::text])))
par_criterion: par_criterion_pkey PRIMARY KEY (set_id, code)
par_criterion: par_criterion_set_id_fkey FOREIGN KEY (set_id) REFERENCES par_set(id)
par_criterion: par_criterion_set_id_parent_code_fkey FOREIGN KEY (set_id, parent_code) REFERENCES par_criterion(set_id, code) DEFERRABLE INITIALLY DEFERRED
par_entry: par_entry_check CHECK (((stage = 'fact'::text) OR (fact IS NULL)))
par_entry: par_entry_check1 CHECK (((stage <> 'fact'::text) OR (points IS NULL)))
par_entry: par_entry_pkey PRIMARY KEY (id)
par_entry: par_entry_points_check CHECK ((points >= (0)::numeric))
par_entry: par_entry_set_id_criterion_fkey FOREIGN KEY (set_id, criterion) REFERENCES par_criterion(set_id, code)
par_entry: par_entry_stage_check CHECK ((stage = ANY (ARRAY['fact'::text, 'survey'::text, 'self'::text, 'appraisal1'::text, 'appraisal2'::text])))
par_entry: par_entry_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
par_proposal: par_proposal_pkey PRIMARY KEY (set_id, criterion, unit_id, year)
par_proposal: par_proposal_set_id_criterion_fkey FOREIGN KEY (set_id, criterion) REFERENCES par_criterion(set_id, code)
par_proposal: par_proposal_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
par_round: par_round_pkey PRIMARY KEY (set_id, year, stage)
par_round: par_round_set_id_fkey FOREIGN KEY (set_id) REFERENCES par_set(id)
par_set: par_set_check CHECK ((NOT (official AND sample)))
par_set: par_set_code_revision_key UNIQUE (code, revision)
par_set: par_set_origin_check CHECK ((origin = ANY (ARRAY['configuration'::text, 'import'::text])))
par_set: par_set_pkey PRIMARY KEY (id)
par_set: par_set_scope_check CHECK ((scope = ANY (ARRAY['province'::text, 'department'::text, 'commune'::text])))
period_close: period_close_check CHECK ((((reopened_at IS NULL) = (reopened_by IS NULL)) AND ((reopened_at IS NULL) = (reopened_why IS NULL))))
period_close: period_close_closed_by_check CHECK ((closed_by <> ''::text))
period_close: period_close_pkey PRIMARY KEY (id)
plan: plan_code_revision_key UNIQUE (code, revision)
plan: plan_origin_check CHECK ((origin = ANY (ARRAY['configuration'::text, 'import'::text])))
plan: plan_pkey PRIMARY KEY (id)
plan_duty: plan_duty_pkey PRIMARY KEY (plan_id, code)
plan_duty: plan_duty_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id)
plan_duty: plan_duty_plan_id_owner_fkey FOREIGN KEY (plan_id, owner) REFERENCES plan_owner(plan_id, id)
plan_duty: plan_duty_rhythm_check CHECK ((rhythm = ANY (ARRAY['monthly'::text, 'yearly'::text, 'continuous'::text])))
plan_duty: plan_duty_scope_check CHECK ((scope = ANY (ARRAY['unit'::text, 'province'::text])))
plan_entry: plan_entry_pkey PRIMARY KEY (id)
plan_entry: plan_entry_plan_id_duty_fkey FOREIGN KEY (plan_id, duty) REFERENCES plan_duty(plan_id, code)
plan_entry: plan_entry_state_check CHECK ((state = ANY (ARRAY['met'::text, 'notMet'::text])))
plan_entry: plan_entry_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
plan_owner: plan_owner_pkey PRIMARY KEY (plan_id, id)
plan_owner: plan_owner_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plan(id)
plan_state: plan_state_pkey PRIMARY KEY (plan_id, duty, unit_id, link, period_type, period_start)
plan_state: plan_state_plan_id_duty_fkey FOREIGN KEY (plan_id, duty) REFERENCES plan_duty(plan_id, code)
plan_state: plan_state_state_check CHECK ((state = ANY (ARRAY['met'::text, 'notMet'::text, 'noActivity'::text, 'watched'::text, 'unknown'::text])))
plan_state: plan_state_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
procedure: procedure_code_key UNIQUE (code)
procedure: procedure_field_id_fkey FOREIGN KEY (field_id) REFERENCES field(id)
procedure: procedure_pkey PRIMARY KEY (id)
procedure_listing: procedure_listing_pkey PRIMARY KEY (source_id, code)
procedure_listing: procedure_listing_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
published_score: published_score_check CHECK (((score IS NOT NULL) OR (flags <> '{}'::text[])))
published_score: published_score_period_type_check CHECK ((period_type = ANY (ARRAY['day'::text, 'month'::text, 'quarter'::text, 'half'::text, 'year'::text])))
published_score: published_score_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
published_score: published_score_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
quarantine: quarantine_pkey PRIMARY KEY (id)
quarantine: quarantine_source_id_stream_fingerprint_key UNIQUE (source_id, stream, fingerprint)
raw_page: raw_page_pkey PRIMARY KEY (id)
reconciliation: reconciliation_against_check CHECK ((against = ANY (ARRAY['summary'::text, 'statistics'::text, 'source'::text, 'portal'::text])))
reconciliation: reconciliation_other_source_id_fkey FOREIGN KEY (other_source_id) REFERENCES source(id)
reconciliation: reconciliation_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
reconciliation: reconciliation_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
reconciliation: reconciliation_verdict_check CHECK ((verdict = ANY (ARRAY['equal'::text, 'explained'::text, 'unexplained'::text, 'unknown'::text])))
reconciliation_list: reconciliation_list_pkey PRIMARY KEY (run_id, stream, window_from)
reconciliation_list: reconciliation_list_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
reconciliation_list: reconciliation_list_verdict_check CHECK ((verdict = ANY (ARRAY['equal'::text, 'mended'::text, 'refused'::text, 'unknown'::text])))
register_item: register_item_pkey PRIMARY KEY (source_id, kind, code)
register_item: register_item_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
register_item: register_item_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
restatement: restatement_close_id_fkey FOREIGN KEY (close_id) REFERENCES period_close(id)
restatement: restatement_pkey PRIMARY KEY (id)
restatement: restatement_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
run: run_kind_check CHECK ((kind ~ '^[a-z]+$'::text))
run: run_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'abandoned'::text])))
run: run_pkey PRIMARY KEY (id)
run: run_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
schema_migration: PK_0edff5015b71cc0389ae0f4b9a1 PRIMARY KEY (id)
screen: screen_name_check CHECK (((name <> ''::text) AND (length(name) <= 80)))
screen: screen_name_key UNIQUE (name)
screen: screen_pkey PRIMARY KEY (id)
screen: screen_token_digest_key UNIQUE (token_digest)
sign_in_refusal: sign_in_refusal_pkey PRIMARY KEY (source_id)
sign_in_refusal: sign_in_refusal_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
source: source_key_key UNIQUE (key)
source: source_pkey PRIMARY KEY (id)
source_calls: source_calls_pkey PRIMARY KEY (source)
source_stream: source_stream_pkey PRIMARY KEY (source_id, stream)
source_stream: source_stream_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
standing: standing_light_check CHECK ((light = ANY (ARRAY['reached'::text, 'near'::text, 'missed'::text, 'none'::text])))
standing: standing_map_check CHECK ((map = ANY (ARRAY['both'::text, 'as-was'::text, 'today'::text])))
standing: standing_pkey PRIMARY KEY (period_type, period_start, indicator, unit_id, map)
statistic: statistic_period_type_check CHECK ((period_type = ANY (ARRAY['day'::text, 'month'::text, 'quarter'::text, 'half'::text, 'year'::text])))
statistic: statistic_pkey PRIMARY KEY (source_id, unit_id, period_type, period_start, measure, revision)
statistic: statistic_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
statistic: statistic_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
survey_result: survey_result_basis_check CHECK ((basis = ANY (ARRAY['SOURCED'::text, 'DERIVED'::text, 'UNVERIFIED'::text])))
survey_result: survey_result_check CHECK ((rank <= rank_of))
survey_result: survey_result_kind_check CHECK ((kind = ANY (ARRAY['par-index'::text, 'sipas'::text])))
survey_result: survey_result_origin_check CHECK ((origin = ANY (ARRAY['configuration'::text, 'import'::text])))
survey_result: survey_result_pkey PRIMARY KEY (id)
survey_result: survey_result_rank_check CHECK ((rank > 0))
survey_result: survey_result_territory_kind_check CHECK ((territory_kind = ANY (ARRAY['province'::text, 'ministry'::text, 'region'::text, 'unit'::text])))
survey_result: survey_result_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit: unit_code_key UNIQUE (code)
unit: unit_level_check CHECK ((level = ANY (ARRAY['province'::text, 'department'::text, 'district'::text, 'commune'::text, 'other'::text, 'unknown'::text])))
unit: unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES unit(id)
unit: unit_pkey PRIMARY KEY (id)
unit: unit_validity CHECK ((valid_from <= valid_to))
unit_alias: unit_alias_kind_check CHECK ((kind = ANY (ARRAY['code'::text, 'id'::text, 'name'::text])))
unit_alias: unit_alias_pkey PRIMARY KEY (source_id, kind, value, valid_from)
unit_alias: unit_alias_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_code: unit_code_check CHECK ((valid_from <= valid_to))
unit_code: unit_code_pkey PRIMARY KEY (system, code, unit_id, valid_from)
unit_code: unit_code_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_event: unit_event_key_key UNIQUE (key)
unit_event: unit_event_kind_check CHECK ((kind = ANY (ARRAY['create'::text, 'merge'::text, 'split'::text, 'rename'::text, 'move'::text, 'abolish'::text])))
unit_event: unit_event_pkey PRIMARY KEY (id)
unit_event_unit: unit_event_unit_event_id_fkey FOREIGN KEY (event_id) REFERENCES unit_event(id) ON DELETE CASCADE
unit_event_unit: unit_event_unit_pkey PRIMARY KEY (event_id, unit_id)
unit_event_unit: unit_event_unit_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_file: unit_file_pkey PRIMARY KEY (name)
unit_lineage: unit_lineage_check CHECK ((COALESCE(from_id, to_id) IS NOT NULL))
unit_lineage: unit_lineage_check1 CHECK ((from_id IS DISTINCT FROM to_id))
unit_lineage: unit_lineage_check2 CHECK ((((weight IS NOT NULL) AND (from_id IS NOT NULL) AND (to_id IS NOT NULL)) OR (reason IS NOT NULL)))
unit_lineage: unit_lineage_event_id_fkey FOREIGN KEY (event_id) REFERENCES unit_event(id) ON DELETE CASCADE
unit_lineage: unit_lineage_from_id_fkey FOREIGN KEY (from_id) REFERENCES unit(id)
unit_lineage: unit_lineage_to_id_fkey FOREIGN KEY (to_id) REFERENCES unit(id)
unit_lineage: unit_lineage_weight_check CHECK (((weight > (0)::numeric) AND (weight <= (1)::numeric)))
unit_move: unit_move_check CHECK ((to_id <> from_id))
unit_move: unit_move_event_id_fkey FOREIGN KEY (event_id) REFERENCES unit_event(id) ON DELETE CASCADE
unit_move: unit_move_from_id_fkey FOREIGN KEY (from_id) REFERENCES unit(id)
unit_move: unit_move_pkey PRIMARY KEY (unit_id, day)
unit_move: unit_move_to_id_fkey FOREIGN KEY (to_id) REFERENCES unit(id)
unit_move: unit_move_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_set: unit_set_digest_key UNIQUE (digest)
unit_set: unit_set_pkey PRIMARY KEY (id)
unit_set_member: unit_set_member_pkey PRIMARY KEY (set_id, unit_id)
unit_set_member: unit_set_member_set_id_fkey FOREIGN KEY (set_id) REFERENCES unit_set(id) ON DELETE CASCADE
unit_set_member: unit_set_member_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_stock: unit_stock_pkey PRIMARY KEY (event_day, unit_id, source_id)
unit_stock: unit_stock_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
unit_unmatched: unit_unmatched_pkey PRIMARY KEY (source_id, kind, value)
unit_unmatched: unit_unmatched_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id)
window_waiver: window_waiver_check CHECK ((window_to > window_from))
window_waiver: window_waiver_pkey PRIMARY KEY (id)
window_waiver: window_waiver_source_id_fkey FOREIGN KEY (source_id) REFERENCES source(id)
window_waiver: window_waiver_waived_by_check CHECK ((length(waived_by) > 0))
window_waiver: window_waiver_why_check CHECK ((length(why) > 0))

-- indexes
CREATE INDEX dossier_double_of ON ONLY public.dossier USING btree (double_of) WHERE (double_of IS NOT NULL)
CREATE INDEX dossier_open ON ONLY public.dossier USING btree (resolving_unit_id, due_at) INCLUDE (source_id, received_at, procedure_id) WHERE ((ended_at IS NULL) AND (deleted_at IS NULL) AND (status <> ALL (ARRAY[1, 3])))
CREATE INDEX dossier_received ON ONLY public.dossier USING brin (received_at)
CREATE INDEX dossier_resupplied ON ONLY public.dossier USING btree (ended_at) WHERE ((deleted_at IS NULL) AND (status <> ALL (ARRAY[1, 3])) AND ((supplement_count > 1) OR (second_supplement_at IS NOT NULL)))
CREATE INDEX dossier_run ON ONLY public.dossier USING brin (run_id) WITH (pages_per_range='32', autosummarize='on')
CREATE INDEX edition_by_time ON public.edition USING btree (published_at)
CREATE INDEX edocument_day_by_day ON public.edocument_day USING btree (day)
CREATE INDEX edocument_document ON public.edocument USING btree (source_id, document)
CREATE INDEX edocument_received ON public.edocument USING btree (source_id, receiver_unit_id, received_on) WHERE (side <> 1)
CREATE INDEX edocument_replaces ON public.edocument USING btree (source_id, replaces) WHERE (replaces IS NOT NULL)
CREATE INDEX edocument_sent ON public.edocument USING btree (source_id, sender_unit_id, sent_on) WHERE (side <> 2)
CREATE INDEX edocument_undelivered ON public.edocument USING btree (source_id, sent_on) WHERE ((state = 0) AND (side <> 2) AND (deleted_at IS NULL))
CREATE INDEX indicator_absence_indicators ON public.indicator_absence USING btree (indicator_set_id)
CREATE INDEX indicator_absence_past ON public.indicator_absence USING btree (period_type, period_start) WHERE (edition_to IS NOT NULL)
CREATE INDEX indicator_absence_period ON public.indicator_absence USING btree (period_type, period_start) WHERE (edition_to IS NULL)
CREATE INDEX indicator_absence_prunable ON public.indicator_absence USING btree (edition_to, edition_from) WHERE ((edition_to IS NOT NULL) AND (NOT kept))
CREATE INDEX indicator_absence_units ON public.indicator_absence USING btree (unit_set_id, period_type, period_start)
CREATE INDEX indicator_value_opened ON public.indicator_value USING btree (edition_from, period_type, period_start, unit_id, indicator) WHERE (edition_from > 1)
CREATE INDEX indicator_value_past ON public.indicator_value USING btree (period_type, period_start, indicator, unit_id) WHERE (edition_to IS NOT NULL)
CREATE INDEX indicator_value_prunable ON public.indicator_value USING btree (edition_to, edition_from) WHERE ((edition_to IS NOT NULL) AND (NOT kept))
CREATE INDEX indicator_value_unit ON public.indicator_value USING btree (unit_id, period_type, period_start, indicator) WHERE (edition_to IS NULL)
CREATE INDEX map_absence_indicators ON public.map_absence USING btree (indicator_set_id)
CREATE INDEX map_absence_past ON public.map_absence USING btree (period_type, period_start) WHERE (edition_to IS NOT NULL)
CREATE INDEX map_absence_period ON public.map_absence USING btree (period_type, period_start) WHERE (edition_to IS NULL)
CREATE INDEX map_absence_prunable ON public.map_absence USING btree (edition_to, edition_from) WHERE ((edition_to IS NOT NULL) AND (NOT kept))
CREATE INDEX map_absence_units ON public.map_absence USING btree (unit_set_id, period_type, period_start)
CREATE INDEX map_fold_period ON public.map_fold USING btree (period_type, period_start)
CREATE INDEX map_value_edition_from_period_type_period_start_unit_id_ind_idx ON public.map_value USING btree (edition_from, period_type, period_start, unit_id, indicator) WHERE (edition_from > 1)
CREATE INDEX map_value_period_type_period_start_indicator_unit_id_idx ON public.map_value USING btree (period_type, period_start, indicator, unit_id) WHERE (edition_to IS NOT NULL)
CREATE INDEX map_value_prunable ON public.map_value USING btree (edition_to, edition_from) WHERE ((edition_to IS NOT NULL) AND (NOT kept))
CREATE INDEX map_value_unit_id_period_type_period_start_indicator_idx ON public.map_value USING btree (unit_id, period_type, period_start, indicator) WHERE (edition_to IS NULL)
CREATE INDEX measure_day_by_day ON public.measure_day USING btree (day)
CREATE INDEX open_dossier_due_unit ON public.open_dossier_due USING btree (unit_id)
CREATE INDEX open_dossier_procedure_unit ON public.open_dossier_procedure USING btree (unit_id)
CREATE INDEX par_entry_latest ON public.par_entry USING btree (unit_id, year, criterion, stage, id DESC)
CREATE INDEX par_proposal_unit ON public.par_proposal USING btree (unit_id, year, set_id)
CREATE INDEX plan_entry_latest ON public.plan_entry USING btree (duty, unit_id, period_type, period_start, id DESC)
CREATE INDEX plan_state_period ON public.plan_state USING btree (period_type, period_start)
CREATE INDEX quarantine_open ON public.quarantine USING btree (source_id, reason) WHERE (resolved_at IS NULL)
CREATE INDEX raw_page_by_age ON public.raw_page USING btree (fetched_at)
CREATE INDEX raw_page_by_content ON public.raw_page USING btree (source_id, sha256)
CREATE INDEX reconciliation_list_by_window ON public.reconciliation_list USING btree (source_id, stream, window_from, window_to)
CREATE INDEX reconciliation_open ON public.reconciliation USING btree (source_id, period_start) WHERE (verdict = 'unexplained'::text)
CREATE INDEX register_item_open ON public.register_item USING btree (unit_id, kind, due_on) WHERE ((done_on IS NULL) AND (NOT cancelled) AND (deleted_at IS NULL))
CREATE INDEX run_by_source ON public.run USING btree (source_id, stream, id DESC)
CREATE INDEX run_first_live ON public.run USING btree (source_id, stream, window_from) WHERE ((kind = ANY (ARRAY['live'::text, 'deep'::text])) AND (window_from IS NOT NULL))
CREATE INDEX run_whole ON public.run USING btree (source_id, stream) WHERE ((kind = ANY (ARRAY['backfill'::text, 'full'::text, 'import'::text])) AND (outcome = 'done'::text))
CREATE INDEX standing_unit ON public.standing USING btree (unit_id, period_type, period_start)
CREATE INDEX unit_code_unit ON public.unit_code USING btree (unit_id)
CREATE INDEX unit_home ON public.unit USING btree (id) WHERE home
CREATE INDEX unit_lineage_from ON public.unit_lineage USING btree (from_id)
CREATE INDEX unit_lineage_to ON public.unit_lineage USING btree (to_id)
CREATE INDEX unit_move_event ON public.unit_move USING btree (event_id)
CREATE INDEX unit_name ON public.unit USING btree (name)
CREATE INDEX unit_set_member_unit ON public.unit_set_member USING btree (unit_id)
CREATE INDEX unit_unmatched_unit ON public.unit_unmatched USING btree (unit_id)
CREATE UNIQUE INDEX "PK_0edff5015b71cc0389ae0f4b9a1" ON public.schema_migration USING btree (id)
CREATE UNIQUE INDEX compute_state_pkey ON public.compute_state USING btree (only_row)
CREATE UNIQUE INDEX correction_cause_pkey ON public.correction_cause USING btree (edition, unit_id, period_type, period_start, source_id)
CREATE UNIQUE INDEX correction_noted_pkey ON public.correction_noted USING btree (only_row)
CREATE UNIQUE INDEX data_quality_key ON public.data_quality USING btree (source_id, dimension, COALESCE(unit_id, '-1'::integer))
CREATE UNIQUE INDEX dossier_pause_pkey ON public.dossier_pause USING btree (source_id, code, asked_at)
CREATE UNIQUE INDEX dossier_pkey ON ONLY public.dossier USING btree (source_id, code)
CREATE UNIQUE INDEX due_date_check_pkey ON public.due_date_check USING btree (month, unit_id, flag, doubtful)
CREATE UNIQUE INDEX edition_pkey ON public.edition USING btree (number)
CREATE UNIQUE INDEX edocument_day_pkey ON public.edocument_day USING btree (source_id, unit_id, day)
CREATE UNIQUE INDEX edocument_pkey ON public.edocument USING btree (source_id, side, code)
CREATE UNIQUE INDEX field_code_key ON public.field USING btree (code)
CREATE UNIQUE INDEX field_pkey ON public.field USING btree (id)
CREATE UNIQUE INDEX gain_pkey ON public.gain USING btree (period_type, period_start, unit_id, indicator, kind)
CREATE UNIQUE INDEX held_value_pkey ON public.held_value USING btree (indicator, unit_id, period_type, period_start)
CREATE UNIQUE INDEX history_gap_pkey ON public.history_gap USING btree (period_type, period_start)
CREATE UNIQUE INDEX history_thinned_pkey ON public.history_thinned USING btree (only_row)
CREATE UNIQUE INDEX indicator_absence_pkey ON public.indicator_absence USING btree (id)
CREATE UNIQUE INDEX indicator_set_digest_key ON public.indicator_set USING btree (digest)
CREATE UNIQUE INDEX indicator_set_member_pkey ON public.indicator_set_member USING btree (set_id, indicator)
CREATE UNIQUE INDEX indicator_set_pkey ON public.indicator_set USING btree (id)
CREATE UNIQUE INDEX indicator_value_current ON public.indicator_value USING btree (indicator, period_type, period_start, unit_id) WHERE (edition_to IS NULL)
CREATE UNIQUE INDEX map_absence_pkey ON public.map_absence USING btree (id)
CREATE UNIQUE INDEX map_fold_pkey ON public.map_fold USING btree (unit_id, period_type, period_start)
CREATE UNIQUE INDEX map_period_pkey ON public.map_period USING btree (period_type, period_start)
CREATE UNIQUE INDEX map_state_pkey ON public.map_state USING btree (only_row)
CREATE UNIQUE INDEX map_value_indicator_period_type_period_start_unit_id_idx ON public.map_value USING btree (indicator, period_type, period_start, unit_id) WHERE (edition_to IS NULL)
CREATE UNIQUE INDEX measure_day_pkey ON public.measure_day USING btree (source_id, unit_id, day)
CREATE UNIQUE INDEX measure_field_month_pkey ON public.measure_field_month USING btree (source_id, unit_id, field_id, month)
CREATE UNIQUE INDEX measure_procedure_month_pkey ON public.measure_procedure_month USING btree (source_id, procedure_id, month)
CREATE UNIQUE INDEX par_criterion_pkey ON public.par_criterion USING btree (set_id, code)
CREATE UNIQUE INDEX par_entry_pkey ON public.par_entry USING btree (id)
CREATE UNIQUE INDEX par_proposal_pkey ON public.par_proposal USING btree (set_id, criterion, unit_id, year)
CREATE UNIQUE INDEX par_round_pkey ON public.par_round USING btree (set_id, year, stage)
CREATE UNIQUE INDEX par_set_code_revision_key ON public.par_set USING btree (code, revision)
CREATE UNIQUE INDEX par_set_current ON public.par_set USING btree (code) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX par_set_pkey ON public.par_set USING btree (id)
CREATE UNIQUE INDEX period_close_current ON public.period_close USING btree (period_type, period_start) WHERE (reopened_at IS NULL)
CREATE UNIQUE INDEX period_close_pkey ON public.period_close USING btree (id)
CREATE UNIQUE INDEX plan_code_revision_key ON public.plan USING btree (code, revision)
CREATE UNIQUE INDEX plan_current ON public.plan USING btree (code) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX plan_duty_pkey ON public.plan_duty USING btree (plan_id, code)
CREATE UNIQUE INDEX plan_entry_pkey ON public.plan_entry USING btree (id)
CREATE UNIQUE INDEX plan_owner_pkey ON public.plan_owner USING btree (plan_id, id)
CREATE UNIQUE INDEX plan_pkey ON public.plan USING btree (id)
CREATE UNIQUE INDEX plan_state_pkey ON public.plan_state USING btree (plan_id, duty, unit_id, link, period_type, period_start)
CREATE UNIQUE INDEX procedure_code_key ON public.procedure USING btree (code)
CREATE UNIQUE INDEX procedure_listing_pkey ON public.procedure_listing USING btree (source_id, code)
CREATE UNIQUE INDEX procedure_pkey ON public.procedure USING btree (id)
CREATE UNIQUE INDEX published_score_current ON public.published_score USING btree (source_id, unit_id, period_type, period_start, indicator) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX quarantine_pkey ON public.quarantine USING btree (id)
CREATE UNIQUE INDEX quarantine_source_id_stream_fingerprint_key ON public.quarantine USING btree (source_id, stream, fingerprint)
CREATE UNIQUE INDEX raw_page_pkey ON public.raw_page USING btree (id)
CREATE UNIQUE INDEX reconciliation_key ON public.reconciliation USING btree (source_id, against, other_source_id, period_type, period_start, measure, COALESCE(unit_id, '-1'::integer))
CREATE UNIQUE INDEX reconciliation_list_pkey ON public.reconciliation_list USING btree (run_id, stream, window_from)
CREATE UNIQUE INDEX register_item_pkey ON public.register_item USING btree (source_id, kind, code)
CREATE UNIQUE INDEX restatement_current ON public.restatement USING btree (period_type, period_start, indicator, unit_id) WHERE (edition_to IS NULL)
CREATE UNIQUE INDEX restatement_pkey ON public.restatement USING btree (id)
CREATE UNIQUE INDEX run_pkey ON public.run USING btree (id)
CREATE UNIQUE INDEX screen_name_key ON public.screen USING btree (name)
CREATE UNIQUE INDEX screen_pkey ON public.screen USING btree (id)
CREATE UNIQUE INDEX screen_token_digest_key ON public.screen USING btree (token_digest)
CREATE UNIQUE INDEX sign_in_refusal_pkey ON public.sign_in_refusal USING btree (source_id)
CREATE UNIQUE INDEX source_calls_pkey ON public.source_calls USING btree (source)
CREATE UNIQUE INDEX source_key_key ON public.source USING btree (key)
CREATE UNIQUE INDEX source_pkey ON public.source USING btree (id)
CREATE UNIQUE INDEX source_stream_pkey ON public.source_stream USING btree (source_id, stream)
CREATE UNIQUE INDEX standing_pkey ON public.standing USING btree (period_type, period_start, indicator, unit_id, map)
CREATE UNIQUE INDEX statistic_current ON public.statistic USING btree (source_id, unit_id, period_type, period_start, measure) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX statistic_pkey ON public.statistic USING btree (source_id, unit_id, period_type, period_start, measure, revision)
CREATE UNIQUE INDEX survey_result_current ON public.survey_result USING btree (kind, territory_kind, territory, element, year) WHERE (superseded_at IS NULL)
CREATE UNIQUE INDEX survey_result_pkey ON public.survey_result USING btree (id)
CREATE UNIQUE INDEX unit_alias_pkey ON public.unit_alias USING btree (source_id, kind, value, valid_from)
CREATE UNIQUE INDEX unit_code_key ON public.unit USING btree (code)
CREATE UNIQUE INDEX unit_code_pkey ON public.unit_code USING btree (system, code, unit_id, valid_from)
CREATE UNIQUE INDEX unit_event_key_key ON public.unit_event USING btree (key)
CREATE UNIQUE INDEX unit_event_pkey ON public.unit_event USING btree (id)
CREATE UNIQUE INDEX unit_event_unit_pkey ON public.unit_event_unit USING btree (event_id, unit_id)
CREATE UNIQUE INDEX unit_file_pkey ON public.unit_file USING btree (name)
CREATE UNIQUE INDEX unit_lineage_edge ON public.unit_lineage USING btree (event_id, COALESCE(from_id, '-1'::integer), COALESCE(to_id, '-1'::integer))
CREATE UNIQUE INDEX unit_move_pkey ON public.unit_move USING btree (unit_id, day)
CREATE UNIQUE INDEX unit_pkey ON public.unit USING btree (id)
CREATE UNIQUE INDEX unit_set_digest_key ON public.unit_set USING btree (digest)
CREATE UNIQUE INDEX unit_set_member_pkey ON public.unit_set_member USING btree (set_id, unit_id)
CREATE UNIQUE INDEX unit_set_pkey ON public.unit_set USING btree (id)
CREATE UNIQUE INDEX unit_stock_pkey ON public.unit_stock USING btree (event_day, unit_id, source_id)
CREATE UNIQUE INDEX unit_unmatched_pkey ON public.unit_unmatched USING btree (source_id, kind, value)
CREATE UNIQUE INDEX window_waiver_pkey ON public.window_waiver USING btree (id)

-- triggers
CREATE TRIGGER edocument_delete AFTER DELETE ON public.edocument REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION edocument_changes()
CREATE TRIGGER edocument_insert AFTER INSERT ON public.edocument REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION edocument_changes()
CREATE TRIGGER edocument_update AFTER UPDATE ON public.edocument REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION edocument_changes()
CREATE TRIGGER field_moved AFTER UPDATE ON public.procedure REFERENCING OLD TABLE AS old_procedures NEW TABLE AS new_procedures FOR EACH STATEMENT EXECUTE FUNCTION field_moved()
CREATE TRIGGER gain_units AFTER INSERT ON public.gain REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION name_units()
CREATE TRIGGER indicator_value_units AFTER INSERT ON public.indicator_value REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION name_units()
CREATE TRIGGER map_value_units AFTER INSERT ON public.map_value REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION name_units()
CREATE TRIGGER measure_delete AFTER DELETE ON public.dossier REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_deleted()
CREATE TRIGGER measure_insert AFTER INSERT ON public.dossier REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_inserted()
CREATE TRIGGER measure_update AFTER UPDATE ON public.dossier REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION measure_updated()
CREATE TRIGGER name_field BEFORE INSERT OR UPDATE OF field_code, field_name ON public.procedure FOR EACH ROW EXECUTE FUNCTION name_field()
CREATE TRIGGER par_entry_append_only BEFORE DELETE OR UPDATE ON public.par_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER plan_entry_append_only BEFORE DELETE OR UPDATE ON public.plan_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER register_delete AFTER DELETE ON public.register_item REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION register_changed()
CREATE TRIGGER register_insert AFTER INSERT ON public.register_item REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION register_changed()
CREATE TRIGGER register_update AFTER UPDATE ON public.register_item REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION register_changed()
CREATE TRIGGER standing_units AFTER INSERT ON public.standing REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION name_units()
CREATE TRIGGER unit_stays BEFORE DELETE ON public.unit FOR EACH STATEMENT EXECUTE FUNCTION keep_units()

-- functions
CREATE OR REPLACE FUNCTION public.add_dossier_partition(source integer, name text DEFAULT NULL::text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare child text := coalesce(name, 'dossier_s' || source);
begin
  if to_regclass(child) is null then
    execute format('create table %I partition of dossier for values in (%s)', child, source);
    perform add_measure_triggers(child);
  end if;
  return child;
end $function$

CREATE OR REPLACE FUNCTION public.add_measure_triggers(child text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create trigger measure_insert after insert on %I referencing new table as new_rows for each statement execute function measure_inserted()', child);
  execute format('create trigger measure_update after update on %I referencing old table as old_rows new table as new_rows for each statement execute function measure_updated()', child);
  execute format('create trigger measure_delete after delete on %I referencing old table as old_rows for each statement execute function measure_deleted()', child);
end $function$

CREATE OR REPLACE FUNCTION mart.channel_total(first date, after date)
 RETURNS TABLE(part text, value numeric)
 LANGUAGE sql
 STABLE
AS $function$
  select c.part, sum(c.value) from mart.flow_day m cross join lateral (values ('Trực tuyến', m.online), ('Trực tiếp', m.counter), ('Bưu chính', m.postal), ('Không rõ kênh', m.other)) c (part, value)
  where m.day >= first and m.day < after group by 1 $function$

CREATE OR REPLACE FUNCTION public.count_measures_aside(row_source text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform judge(row_source);
  execute 'create temporary table measure_aside as ' || measure_events();
  execute 'create temporary table measure_field_aside as ' || measure_by_field();
  execute 'create temporary table measure_procedure_aside as ' || measure_by_procedure();
end $function$

CREATE OR REPLACE FUNCTION public.drop_measures_aside()
 RETURNS void
 LANGUAGE sql
AS $function$drop table if exists fact, measure_aside, measure_field_aside, measure_procedure_aside$function$

CREATE OR REPLACE FUNCTION mart.duration_text(seconds numeric)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when seconds < 60 then 'dưới 1 phút' when seconds < 3600 then floor(seconds / 60) || ' phút' when seconds < 86400 then floor(seconds / 3600) || ' giờ' || case when floor(seconds % 3600 / 60) > 0 then ' ' || floor(seconds % 3600 / 60) || ' phút' else '' end
    else translate(to_char(floor(seconds / 86400), 'FM999,999'), ',', '.') || ' ngày' || case when floor(seconds % 86400 / 3600) > 0 then ' ' || floor(seconds % 86400 / 3600) || ' giờ' else '' end end $function$

CREATE OR REPLACE FUNCTION public.edocument_cells(changed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
select $q$
with changed as materialized ($q$ || changed || $q$), named as (
  select source_id, document from changed union select source_id, replaces from changed where replaces is not null
), touched as (
  select source_id, document from named
  union select e.source_id, e.replaces from named n cross join lateral (select source_id, replaces from edocument e where e.source_id = n.source_id and e.document = n.document offset 0) e where e.replaces is not null
), related as materialized (
  select e.* from touched t cross join lateral (select source_id, side, sender_unit_id, receiver_unit_id, sent_on, received_on from edocument e where e.source_id = t.source_id and e.document = t.document offset 0) e
)
select source_id, sender_unit_id as unit_id, sent_on as day from changed where side <> 2 and sender_unit_id is not null
union select source_id, receiver_unit_id, received_on from changed where side <> 1 and receiver_unit_id is not null
union select source_id, sender_unit_id, sent_on from related where side <> 2 and sender_unit_id is not null
union select source_id, receiver_unit_id, received_on from related where side <> 1 and receiver_unit_id is not null
$q$ $function$

CREATE OR REPLACE FUNCTION public.edocument_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare fields text := 'source_id, side, document, replaces, sender_unit_id, receiver_unit_id, sent_on, received_on';
begin
  execute edocument_statement(case tg_op when 'INSERT' then 'select ' || fields || ' from new_rows' when 'DELETE' then 'select ' || fields || ' from old_rows'
    else 'select ' || fields || ' from new_rows union all select ' || fields || ' from old_rows' end);
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.edocument_columns()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
AS $function$
select array['sent', 'signed', 'signature_known', 'paperless', 'with_paper', 'paper_known', 'delivered', 'accepted', 'completed', 'refused', 'failed', 'recalled', 'replaced', 'received'] $function$

CREATE OR REPLACE FUNCTION public.edocument_differences()
 RETURNS TABLE(source_id integer, unit_id integer, day date, kept jsonb, counted jsonb)
 LANGUAGE plpgsql
 STABLE
AS $function$
begin
  return query execute 'select k.source_id, k.unit_id, k.day, to_jsonb(k), to_jsonb(c) from ('
    || edocument_select('select e.source_id, e.sender_unit_id as unit_id, e.sent_on as day from edocument e where e.sender_unit_id is not null and e.side <> 2
       union select e.source_id, e.receiver_unit_id, e.received_on from edocument e where e.receiver_unit_id is not null and e.side <> 1 union select d.source_id, d.unit_id, d.day from edocument_day d')
    || ') c left join edocument_day k on k.source_id = c.source_id and k.unit_id = c.unit_id and k.day = c.day where to_jsonb(k) is distinct from to_jsonb(c)';
end $function$

CREATE OR REPLACE FUNCTION public.edocument_replaced(source integer, name text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
select exists (select from edocument r where r.source_id = source and r.replaces = name and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
  and not exists (select from edocument m where m.source_id = source and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) $function$

CREATE OR REPLACE FUNCTION public.edocument_select(cells text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
select $q$
with cell as materialized ($q$ || cells || $q$), sending as (
  select distinct c.source_id, c.unit_id, e.document from cell c cross join lateral (
    select document, deleted_at, request from edocument e where e.source_id = c.source_id and e.sender_unit_id = c.unit_id and e.sent_on = c.day and e.side <> 2 offset 0) e
  where e.deleted_at is null and e.request in (0, 3)
), dispatch as (
  select k.source_id, k.unit_id, k.document, min(e.sent_on) as day, bool_or(e.signed) as signed, bool_or(e.paper_copy) as paper,
    bool_and(e.state = 9) as failed, bool_and(e.request = 3 and e.state = 16) as refused, bool_and(e.request = 0 and e.state in (9, 15)) and not bool_and(e.state = 9) as taken_back,
    bool_and(e.state not in (0, 9)) as delivered, bool_and(e.state in (3, 4, 5, 6, 7, 15, 16)) as accepted, bool_and(e.state = 6) as completed, bool_or(e.state = 2) as refused_once
  from sending k cross join lateral (select * from edocument e where e.source_id = k.source_id and e.document = k.document offset 0) e
  where e.sender_unit_id = k.unit_id and e.side <> 2 and e.deleted_at is null and e.request in (0, 3) group by 1, 2, 3
), judged as materialized (
  select d.*, (d.taken_back or exists (select from edocument m where m.source_id = d.source_id and m.replaces = d.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) as recalled,
    exists (select from edocument r where r.source_id = d.source_id and r.replaces = d.document and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
      and not exists (select from edocument m where m.source_id = r.source_id and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null)) as replaced
  from dispatch d where not d.refused
), delivery as (
  select e.source_id, e.receiver_unit_id as unit_id, e.received_on as day from cell c cross join lateral (
    select * from edocument e where e.source_id = c.source_id and e.receiver_unit_id = c.unit_id and e.received_on = c.day and e.side <> 1 offset 0) e
  where e.deleted_at is null and e.request in (0, 3) and e.state not in (0, 9) and not (e.request = 3 and e.state = 16) and not (e.request = 0 and e.state = 15)
    and not exists (select from edocument m where m.source_id = e.source_id and m.replaces = e.document and m.request = 1 and m.state = 15 and m.deleted_at is null)
    and not exists (select from edocument r where r.source_id = e.source_id and r.replaces = e.document and r.request = 3 and r.state not in (9, 16) and r.deleted_at is null
      and not exists (select from edocument m where m.source_id = r.source_id and m.replaces = r.document and m.request = 1 and m.state = 15 and m.deleted_at is null))
), counted as (
  select j.source_id, j.unit_id, j.day, count(*) filter (where stands) as sent, count(*) filter (where stands and j.signed) as signed, count(*) filter (where stands and j.signed is not null) as signature_known,
    count(*) filter (where stands and j.signed and not j.paper) as paperless, count(*) filter (where stands and j.paper) as with_paper, count(*) filter (where stands and j.paper is not null) as paper_known,
    count(*) filter (where stands and j.delivered) as delivered, count(*) filter (where stands and j.accepted) as accepted, count(*) filter (where stands and j.completed) as completed,
    count(*) filter (where stands and j.refused_once) as refused, count(*) filter (where j.failed) as failed, count(*) filter (where j.recalled) as recalled, count(*) filter (where j.replaced and not j.recalled) as replaced,
    0 as received
  from (select *, not (failed or recalled or replaced) as stands from judged) j join cell c on c.source_id = j.source_id and c.unit_id = j.unit_id and c.day = j.day group by 1, 2, 3
  union all
  select source_id, unit_id, day, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*) from delivery group by 1, 2, 3
)
select c.source_id, c.unit_id, c.day, $q$ || (select string_agg(format('coalesce(sum(n.%1$s), 0)::int as %1$s', name), ', ') from unnest(edocument_columns()) name) || $q$
from cell c left join counted n on n.source_id = c.source_id and n.unit_id = c.unit_id and n.day = c.day group by 1, 2, 3
$q$ $function$

CREATE OR REPLACE FUNCTION public.edocument_statement(changed text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
declare columns text; sets text; kept text; fresh text;
begin
  select string_agg(c, ', '), string_agg(format('%1$s = excluded.%1$s', c), ', '), string_agg('m.' || c, ', '), string_agg('excluded.' || c, ', ') into columns, sets, kept, fresh from unnest(edocument_columns()) c;
  return 'insert into edocument_day as m (source_id, unit_id, day, ' || columns || ') ' || edocument_select(edocument_cells(changed)) || ' order by 1, 2, 3 on conflict (source_id, unit_id, day) do update set ' || sets
    || ' where (' || kept || ') is distinct from (' || fresh || ')';
end $function$

CREATE OR REPLACE FUNCTION public.field_moved()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from old_procedures o join new_procedures n using (id) where o.field_id <> n.field_id) then return null; end if;
  lock table dossier in share row exclusive mode;
  perform lock_measures();
  execute 'create temporary table field_moving on commit drop as select o.id, o.field_id as before, n.field_id as after from old_procedures o join new_procedures n using (id) where o.field_id <> n.field_id';
  execute (select measure_addition('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), format(
    '(with p as materialized (%s) select p.*, m.after as field_id from p join field_moving m on m.id = p.procedure_id union all select source_id, unit_id, procedure_id, month, %s, m.before from p join field_moving m on m.id = p.procedure_id)',
    measure_field_select(format('select 1 as sign, %1$s from dossier where procedure_id in (select id from field_moving) union all select -sign, %1$s from dossier_change where procedure_id in (select id from field_moving)', journal_columns())), (select string_agg('-' || c, ', ') from unnest(measure_field_columns()) c))));
  drop table field_moving;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.fold_measures(most integer DEFAULT 100000)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare counted integer;
begin
  perform lock_measures();
  if not exists (select from dossier_change) then return 0; end if;
  create temporary table taken on commit drop as select * from dossier_change with no data;
  with gone as (delete from dossier_change where ctid = any (array(select ctid from dossier_change limit most)) returning *) insert into taken select * from gone;
  get diagnostics counted = row_count;
  perform judge('select * from taken');
  execute measure_addition('measure_day', 'source_id, unit_id, day', measure_columns(), '(' || measure_events() || ')', true);
  -- A dossier asked for supplements again, of which no day is stated, is counted from the open dossiers themselves (index 766 – 2.1): whatever becomes of it,
  -- its unit is touched from the day of its reception on, counters or not.
  update measure_day m set accepted = m.accepted from (select distinct source_id, resolving, received_day from fact where supplement_count > 1 and second_day is null) f
    where m.source_id = f.source_id and m.unit_id = f.resolving and m.day = f.received_day;
  execute measure_addition('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), '(' || measure_by_field() || ')', true);
  execute measure_addition('measure_procedure_month', 'source_id, procedure_id, month', measure_field_columns(), '(' || measure_by_procedure() || ')', true);
  drop table taken, fact;
  return counted;
end $function$

CREATE OR REPLACE FUNCTION public.forget_changes(only_source integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform lock_measures();
  delete from dossier_change where source_id = only_source;
end $function$

CREATE OR REPLACE FUNCTION mart.indicator_value_as_known(known_on date)
 RETURNS TABLE(indicator text, unit_code text, unit_name text, unit_level text, period_type text, period_start date, hits numeric, total numeric, value double precision, score numeric, max_score numeric, status text, reason text, version text, coverage double precision, source text, edition integer, computed_at timestamp with time zone)
 LANGUAGE sql
 STABLE
AS $function$
  select h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.hits, h.total, h.value, h.score, h.max_score,
    h.status, h.reason, h.version, h.coverage, h.source, (select max(d.number) from mart.edition_day d where d.day <= known_on), h.computed_at
  from mart.indicator_history h
  where h.edition_from <= (select max(d.number) from mart.edition_day d where d.day <= known_on)
    and (h.edition_to is null or h.edition_to > (select max(d.number) from mart.edition_day d where d.day <= known_on))
  union all
  select k.indicator, k.unit_code, k.unit_name, k.unit_level, k.period_type, k.period_start, null, null, null, null, k.max_score,
    'unavailable', 'Không còn lưu số liệu đã biết vào ngày ' || to_char(known_on, 'DD/MM/YYYY') || '.', k.version, null, 'none',
    (select max(d.number) from mart.edition_day d where d.day <= known_on), null
  from mart.history_gap g
  join (select distinct on (h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start) h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.max_score, h.version
        from mart.indicator_history h order by h.indicator, h.unit_code, h.unit_name, h.unit_level, h.period_type, h.period_start, h.edition_from desc) k on k.period_type = g.period_type and k.period_start = g.period_start
  where (select max(d.number) from mart.edition_day d where d.day <= known_on) between g.edition_from and g.edition_to - 1
    and not exists (select from mart.indicator_history h where h.indicator = k.indicator and h.unit_code = k.unit_code and h.period_type = k.period_type and h.period_start = k.period_start
      and h.edition_from <= (select max(d.number) from mart.edition_day d where d.day <= known_on)
      and (h.edition_to is null or h.edition_to > (select max(d.number) from mart.edition_day d where d.day <= known_on)))
$function$

CREATE OR REPLACE FUNCTION public.journal_columns()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = 'dossier'::regclass and attnum > 0 and not attisdropped $function$

CREATE OR REPLACE FUNCTION public.judge(row_source text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute 'create temporary table fact as ' || replace(measure_facts(row_source), 'as materialized', 'as not materialized') -- read once
    || 'select f.sign, f.source_id, f.procedure_id, f.receiving, f.resolving, f.channel, f.fee_due, f.paid_online, f.supplement_count, f.address_present, f.phone_present, f.home_unit_id, f.reappointments, f.return_channel, f.electronic_result, f.digitised, f.apology_letter, f.working_minutes, f.received_at, f.due_at, f.ended_at, f.limit_at, f.received_day, f.due_day, f.ended_day, f.returned_day, f.second_day, f.late_day_by_date, f.late_day_by_instant, f.excused_by_date, f.excused_by_instant, f.excuse_stop_by_date, f.excuse_stop_by_instant, f.stop_by_date, f.stop_by_instant, f.limit_start, f.limit_stop, coalesce(p.field_id, 0) as field_id from fact f left join procedure p on p.id = f.procedure_id';
end $function$

CREATE OR REPLACE FUNCTION public.keep_units()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise foreign_key_violation using message = 'a unit ends (valid_to), it is never deleted: its figures stay'; end $function$

CREATE OR REPLACE FUNCTION public.lock_measures()
 RETURNS void
 LANGUAGE sql
AS $function$ select pg_advisory_xact_lock(hashtext('cchc measures')) $function$

CREATE OR REPLACE FUNCTION public.measure_addition(target text, keys text, counters text[], rows text, grouped boolean DEFAULT false)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select format(case when grouped then 'insert into %1$s as m (%2$s, %3$s) select %2$s, %3$s from %5$s d where %8$s order by %2$s' else 'insert into %1$s as m (%2$s, %3$s) select %2$s, %4$s from %5$s d group by %2$s having %6$s order by %2$s' end
    || ' on conflict (%2$s) do update set %7$s', target, keys, string_agg(c, ', '), string_agg(format('sum(%s)', c), ', '), rows, string_agg(format('sum(%s) <> 0', c), ' or '),
    string_agg(format('%1$s = m.%1$s + excluded.%1$s', c), ', '), string_agg(format('%s <> 0', c), ' or ')) from unnest(counters) c
$function$

CREATE OR REPLACE FUNCTION public.measure_by_field()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select 'select source_id, unit_id, procedure_id as field_id, month, ' || array_to_string(measure_field_columns(), ', ') || ' from (' || 'with fact as not materialized (select sign, source_id, field_id as procedure_id, receiving, resolving, channel, fee_due, paid_online, supplement_count, address_present, phone_present, home_unit_id, reappointments, return_channel, electronic_result, digitised, apology_letter, working_minutes, received_at, due_at, ended_at, limit_at, received_day, due_day, ended_day, returned_day, second_day, late_day_by_date, late_day_by_instant, excused_by_date, excused_by_instant, excuse_stop_by_date, excuse_stop_by_instant, stop_by_date, stop_by_instant, limit_start, limit_stop from fact) ' || measure_field_events() || ') e' $function$

CREATE OR REPLACE FUNCTION public.measure_by_procedure()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select 'select source_id, procedure_id, month, ' || array_to_string(measure_field_columns(), ', ') || ' from (' || 'with fact as not materialized (select sign, source_id, procedure_id, 0 as receiving, 0 as resolving, channel, fee_due, paid_online, supplement_count, address_present, phone_present, home_unit_id, reappointments, return_channel, electronic_result, digitised, apology_letter, working_minutes, received_at, due_at, ended_at, limit_at, received_day, due_day, ended_day, returned_day, second_day, late_day_by_date, late_day_by_instant, excused_by_date, excused_by_instant, excuse_stop_by_date, excuse_stop_by_instant, stop_by_date, stop_by_instant, limit_start, limit_stop from fact) ' || measure_field_events() || ') e' $function$

CREATE OR REPLACE FUNCTION public.measure_columns()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
AS $function$ select '{received, received_online, received_counter, received_postal, received_other, fee_dossiers, fee_dossiers_paid, received_supplement_repeated, received_contact, received_home_known, received_non_territorial, accepted, accepted_undated, accepted_electronic, accepted_digitised, accepted_rescheduled, late_by_date, late_apology_by_date, waiting_by_date, late_by_instant, late_apology_by_instant, waiting_by_instant, resolved, resolved_early, resolved_on_day, resolved_late_by_date, resolved_late_by_instant, resolved_late_apology_by_date, resolved_late_apology_by_instant, resolved_undated, resolved_within_limit, resolved_electronic, resolved_digitised, processing_minutes, resolved_timed, working_minutes, returned, returned_postal, resupplied_by_date, resupplied_by_instant, within_limit}'::text[] $function$

CREATE OR REPLACE FUNCTION public.measure_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin insert into dossier_change (sign, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of) select -1, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of from old_rows; return null; end $function$

CREATE OR REPLACE FUNCTION public.measure_differences(only_source integer DEFAULT NULL::integer)
 RETURNS TABLE(source_id integer, unit_id integer, day date, kept jsonb, counted jsonb)
 LANGUAGE plpgsql
 STABLE
AS $function$
declare condition text := coalesce('where source_id = ' || only_source, ''); facts text := 'select 1 as sign, * from dossier ' || condition; t record;
begin
  for t in select * from (values
      ('measure_day', 'source_id, unit_id, day', measure_columns(), measure_select(facts), 'unit_id', 'day'),
      ('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), of_fields(measure_field_select(facts)), 'unit_id', 'month'),
      ('measure_procedure_month', 'source_id, procedure_id, month', measure_field_columns(), measure_field_select(facts), 'null::integer', 'month')) v (target, keys, counters, rows, unit, day) loop
    return query execute (select format('with counted as (select %1$s, %2$s from (%3$s) x group by %1$s having %4$s), kept as (select %1$s, %2$s from %5$s x %6$s group by %1$s having %4$s) '
      || 'select source_id, %7$s, %8$s, to_jsonb(kept), to_jsonb(counted) from kept full join counted using (%1$s) where kept is distinct from counted',
      t.keys, string_agg(format('sum(%1$s) as %1$s', c), ', '), t.rows, string_agg(format('sum(%s) <> 0', c), ' or '), measure_source(t.target), condition, t.unit, t.day) from unnest(t.counters) c);
  end loop;
end $function$

CREATE OR REPLACE FUNCTION public.measure_events()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select $q$ select source_id, unit_id, day, coalesce(sum(received), 0)::integer as received, coalesce(sum(received_online), 0)::integer as received_online, coalesce(sum(received_counter), 0)::integer as received_counter, coalesce(sum(received_postal), 0)::integer as received_postal, coalesce(sum(received_other), 0)::integer as received_other, coalesce(sum(fee_dossiers), 0)::integer as fee_dossiers, coalesce(sum(fee_dossiers_paid), 0)::integer as fee_dossiers_paid, coalesce(sum(received_supplement_repeated), 0)::integer as received_supplement_repeated, coalesce(sum(received_contact), 0)::integer as received_contact, coalesce(sum(received_home_known), 0)::integer as received_home_known, coalesce(sum(received_non_territorial), 0)::integer as received_non_territorial, coalesce(sum(accepted), 0)::integer as accepted, coalesce(sum(accepted_undated), 0)::integer as accepted_undated, coalesce(sum(accepted_electronic), 0)::integer as accepted_electronic, coalesce(sum(accepted_digitised), 0)::integer as accepted_digitised, coalesce(sum(accepted_rescheduled), 0)::integer as accepted_rescheduled, coalesce(sum(late_by_date), 0)::integer as late_by_date, coalesce(sum(late_apology_by_date), 0)::integer as late_apology_by_date, coalesce(sum(waiting_by_date), 0)::integer as waiting_by_date, coalesce(sum(late_by_instant), 0)::integer as late_by_instant, coalesce(sum(late_apology_by_instant), 0)::integer as late_apology_by_instant, coalesce(sum(waiting_by_instant), 0)::integer as waiting_by_instant, coalesce(sum(resolved), 0)::integer as resolved, coalesce(sum(resolved_early), 0)::integer as resolved_early, coalesce(sum(resolved_on_day), 0)::integer as resolved_on_day, coalesce(sum(resolved_late_by_date), 0)::integer as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::integer as resolved_late_by_instant, coalesce(sum(resolved_late_apology_by_date), 0)::integer as resolved_late_apology_by_date, coalesce(sum(resolved_late_apology_by_instant), 0)::integer as resolved_late_apology_by_instant, coalesce(sum(resolved_undated), 0)::integer as resolved_undated, coalesce(sum(resolved_within_limit), 0)::integer as resolved_within_limit, coalesce(sum(resolved_electronic), 0)::integer as resolved_electronic, coalesce(sum(resolved_digitised), 0)::integer as resolved_digitised, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes, coalesce(sum(resolved_timed), 0)::integer as resolved_timed, coalesce(sum(working_minutes), 0)::bigint as working_minutes, coalesce(sum(returned), 0)::integer as returned, coalesce(sum(returned_postal), 0)::integer as returned_postal, coalesce(sum(resupplied_by_date), 0)::integer as resupplied_by_date, coalesce(sum(resupplied_by_instant), 0)::integer as resupplied_by_instant, coalesce(sum(within_limit), 0)::integer as within_limit from (
  select source_id, receiving as unit_id, received_day as day, (sum(sign))::integer as received, (sum(sign) filter (where channel = 2))::integer as received_online, (sum(sign) filter (where channel = 1))::integer as received_counter, (sum(sign) filter (where channel = 3))::integer as received_postal, (sum(sign) filter (where channel = 9))::integer as received_other, (sum(sign) filter (where fee_due))::integer as fee_dossiers, (sum(sign) filter (where fee_due and paid_online))::integer as fee_dossiers_paid, (sum(sign) filter (where supplement_count > 1))::integer as received_supplement_repeated, (sum(sign) filter (where address_present and phone_present))::integer as received_contact, (sum(sign) filter (where home_unit_id <> 0))::integer as received_home_known, (sum(sign) filter (where home_unit_id <> 0 and home_unit_id <> receiving))::integer as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where received_day is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, received_day as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, (sum(sign))::integer as accepted, (sum(sign) filter (where due_at is null))::integer as accepted_undated, (sum(sign) filter (where electronic_result))::integer as accepted_electronic, (sum(sign) filter (where digitised))::integer as accepted_digitised, (sum(sign) filter (where reappointments > 1))::integer as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where received_day is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, late_day_by_date as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, (sum(sign))::integer as late_by_date, (sum(sign) filter (where apology_letter))::integer as late_apology_by_date, (sum(sign) filter (where excused_by_date))::integer as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where late_day_by_date is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, excuse_stop_by_date as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, (-sum(sign))::integer as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where excuse_stop_by_date is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, late_day_by_instant as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, (sum(sign))::integer as late_by_instant, (sum(sign) filter (where apology_letter))::integer as late_apology_by_instant, (sum(sign) filter (where excused_by_instant))::integer as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where late_day_by_instant is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, excuse_stop_by_instant as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, (-sum(sign))::integer as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where excuse_stop_by_instant is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, ended_day as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, (sum(sign))::integer as resolved, (sum(sign) filter (where ended_day < due_day))::integer as resolved_early, (sum(sign) filter (where ended_day = due_day))::integer as resolved_on_day, (sum(sign) filter (where ended_day > due_day))::integer as resolved_late_by_date, (sum(sign) filter (where ended_at > due_at))::integer as resolved_late_by_instant, (sum(sign) filter (where ended_day > due_day and apology_letter))::integer as resolved_late_apology_by_date, (sum(sign) filter (where ended_at > due_at and apology_letter))::integer as resolved_late_apology_by_instant, (sum(sign) filter (where due_at is null))::integer as resolved_undated, (sum(sign) filter (where ended_at <= limit_at))::integer as resolved_within_limit, (sum(sign) filter (where electronic_result))::integer as resolved_electronic, (sum(sign) filter (where digitised))::integer as resolved_digitised, sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint as processing_minutes, (sum(sign) filter (where working_minutes is not null))::integer as resolved_timed, sum(sign * coalesce(working_minutes, 0))::bigint as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where ended_day is not null group by 1, 2, 3
  union all
  select source_id, receiving as unit_id, returned_day as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, (sum(sign))::integer as returned, (sum(sign) filter (where return_channel = 3))::integer as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where returned_day is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, second_day as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, (sum(sign) filter (where due_at is not null and (stop_by_date is null or second_day < stop_by_date)))::integer as resupplied_by_date, (sum(sign) filter (where due_at is not null and (stop_by_instant is null or second_day < stop_by_instant)))::integer as resupplied_by_instant, 0 as within_limit from fact where second_day is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, stop_by_date as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, (-sum(sign) filter (where second_day < stop_by_date))::integer as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where stop_by_date is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, stop_by_instant as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, (-sum(sign) filter (where second_day < stop_by_instant))::integer as resupplied_by_instant, 0 as within_limit from fact where stop_by_instant is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, limit_start as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, (sum(sign))::integer as within_limit from fact where limit_start is not null group by 1, 2, 3
  union all
  select source_id, resolving as unit_id, limit_stop as day, 0 as received, 0 as received_online, 0 as received_counter, 0 as received_postal, 0 as received_other, 0 as fee_dossiers, 0 as fee_dossiers_paid, 0 as received_supplement_repeated, 0 as received_contact, 0 as received_home_known, 0 as received_non_territorial, 0 as accepted, 0 as accepted_undated, 0 as accepted_electronic, 0 as accepted_digitised, 0 as accepted_rescheduled, 0 as late_by_date, 0 as late_apology_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as late_apology_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_on_day, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_late_apology_by_date, 0 as resolved_late_apology_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as resolved_electronic, 0 as resolved_digitised, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as returned, 0 as returned_postal, 0 as resupplied_by_date, 0 as resupplied_by_instant, (-sum(sign))::integer as within_limit from fact where limit_stop is not null group by 1, 2, 3
) event group by source_id, unit_id, day $q$ $function$

CREATE OR REPLACE FUNCTION public.measure_facts(row_source text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select $q$ 
with timed as (
  select r.*, r.receiving_unit_id as receiving, r.resolving_unit_id as resolving, (r.received_at at time zone interval '7 hours')::date as received_day, (r.ended_at at time zone interval '7 hours')::date as ended_day, (r.returned_at at time zone interval '7 hours')::date as returned_day,
    -- A due date before the reception counts as the day before it: nothing is late before it was there. (greatest() alone would date the undated.)
    case when r.due_at is not null then greatest((r.due_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date - 1) end as due_day,
    case when r.second_supplement_at is not null then greatest((r.second_supplement_at at time zone interval '7 hours')::date, (r.received_at at time zone interval '7 hours')::date) end as second_day,
    case when r.due_at is null then r.limit_due_at end as limit_at,
    r.ended_at is null and r.status = 5 and r.supplement_at is not null and r.waited_until is null as waiting,
    case when r.waited_until is not null then least((r.waited_until at time zone interval '7 hours')::date, (r.ended_at at time zone interval '7 hours')::date) end as wait_over_day
  from ($q$ || row_source || $q$) r left join source w on w.id = r.source_id
  where r.received_at is not null and r.deleted_at is null and r.status not in (1, 3)
    and (w.active_from is null or (r.received_at at time zone interval '7 hours')::date >= w.active_from) and (w.active_to is null or (r.received_at at time zone interval '7 hours')::date <= w.active_to)
), due as (
  select *, case when ended_day is null or ended_day > due_day then due_day + 1 end as late_day_by_date, case when due_at is not null and (ended_at is null or ended_at > due_at) then greatest(due_day, received_day) end as late_day_by_instant
  from timed
), judged as (
  select *, coalesce((supplement_at at time zone interval '7 hours')::date <= due_day and (waiting or wait_over_day > late_day_by_date), false) as excused_by_date,
    coalesce(supplement_at <= due_at and (waiting or wait_over_day > late_day_by_instant), false) as excused_by_instant,
    case when limit_at is not null then least(ended_day, second_day,
      case when not (waiting and supplement_at <= limit_at) then greatest((limit_at at time zone interval '7 hours')::date, received_day, case when supplement_at <= limit_at then wait_over_day end) end) end as limit_end
  from due
), fact as materialized (
  select *, case when excused_by_date then wait_over_day end as excuse_stop_by_date, case when excused_by_instant then wait_over_day end as excuse_stop_by_instant,
    case when due_at is not null and second_day is not null then least(ended_day, case when excused_by_date then wait_over_day else late_day_by_date end) end as stop_by_date,
    case when due_at is not null and second_day is not null then least(ended_day, case when excused_by_instant then wait_over_day else late_day_by_instant end) end as stop_by_instant,
    case when limit_at is not null and (limit_end is null or received_day < limit_end) then received_day end as limit_start, case when received_day < limit_end then limit_end end as limit_stop
  from judged
)
 $q$ $function$

CREATE OR REPLACE FUNCTION public.measure_field_columns()
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
AS $function$ select '{received, received_online, received_supplement_repeated, accepted, accepted_undated, late_by_date, waiting_by_date, late_by_instant, waiting_by_instant, resolved, resolved_early, resolved_late_by_date, resolved_late_by_instant, resolved_undated, resolved_within_limit, processing_minutes, resolved_timed, working_minutes, resupplied_by_date, resupplied_by_instant, within_limit}'::text[] $function$

CREATE OR REPLACE FUNCTION public.measure_field_events(by text DEFAULT 'month'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
select replace($q$ select source_id, unit_id, procedure_id, month, coalesce(sum(received), 0)::integer as received, coalesce(sum(received_online), 0)::integer as received_online, coalesce(sum(received_supplement_repeated), 0)::integer as received_supplement_repeated, coalesce(sum(accepted), 0)::integer as accepted, coalesce(sum(accepted_undated), 0)::integer as accepted_undated, coalesce(sum(late_by_date), 0)::integer as late_by_date, coalesce(sum(waiting_by_date), 0)::integer as waiting_by_date, coalesce(sum(late_by_instant), 0)::integer as late_by_instant, coalesce(sum(waiting_by_instant), 0)::integer as waiting_by_instant, coalesce(sum(resolved), 0)::integer as resolved, coalesce(sum(resolved_early), 0)::integer as resolved_early, coalesce(sum(resolved_late_by_date), 0)::integer as resolved_late_by_date, coalesce(sum(resolved_late_by_instant), 0)::integer as resolved_late_by_instant, coalesce(sum(resolved_undated), 0)::integer as resolved_undated, coalesce(sum(resolved_within_limit), 0)::integer as resolved_within_limit, coalesce(sum(processing_minutes), 0)::bigint as processing_minutes, coalesce(sum(resolved_timed), 0)::integer as resolved_timed, coalesce(sum(working_minutes), 0)::bigint as working_minutes, coalesce(sum(resupplied_by_date), 0)::integer as resupplied_by_date, coalesce(sum(resupplied_by_instant), 0)::integer as resupplied_by_instant, coalesce(sum(within_limit), 0)::integer as within_limit from (
  select source_id, receiving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', received_day::timestamp)::date as month, (sum(sign))::integer as received, (sum(sign) filter (where channel = 2))::integer as received_online, (sum(sign) filter (where supplement_count > 1))::integer as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where received_day is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', received_day::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, (sum(sign))::integer as accepted, (sum(sign) filter (where due_at is null))::integer as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where received_day is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', late_day_by_date::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, (sum(sign))::integer as late_by_date, (sum(sign) filter (where excused_by_date))::integer as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where late_day_by_date is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', excuse_stop_by_date::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, (-sum(sign))::integer as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where excuse_stop_by_date is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', late_day_by_instant::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, (sum(sign))::integer as late_by_instant, (sum(sign) filter (where excused_by_instant))::integer as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where late_day_by_instant is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', excuse_stop_by_instant::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, (-sum(sign))::integer as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where excuse_stop_by_instant is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', ended_day::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, (sum(sign))::integer as resolved, (sum(sign) filter (where ended_day < due_day))::integer as resolved_early, (sum(sign) filter (where ended_day > due_day))::integer as resolved_late_by_date, (sum(sign) filter (where ended_at > due_at))::integer as resolved_late_by_instant, (sum(sign) filter (where due_at is null))::integer as resolved_undated, (sum(sign) filter (where ended_at <= limit_at))::integer as resolved_within_limit, sum(sign * greatest(0, extract(epoch from ended_at - received_at) / 60)::bigint)::bigint as processing_minutes, (sum(sign) filter (where working_minutes is not null))::integer as resolved_timed, sum(sign * coalesce(working_minutes, 0))::bigint as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where ended_day is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', second_day::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, (sum(sign) filter (where due_at is not null and (stop_by_date is null or second_day < stop_by_date)))::integer as resupplied_by_date, (sum(sign) filter (where due_at is not null and (stop_by_instant is null or second_day < stop_by_instant)))::integer as resupplied_by_instant, 0 as within_limit from fact where second_day is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', stop_by_date::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, (-sum(sign) filter (where second_day < stop_by_date))::integer as resupplied_by_date, 0 as resupplied_by_instant, 0 as within_limit from fact where stop_by_date is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', stop_by_instant::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, (-sum(sign) filter (where second_day < stop_by_instant))::integer as resupplied_by_instant, 0 as within_limit from fact where stop_by_instant is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', limit_start::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, (sum(sign))::integer as within_limit from fact where limit_start is not null group by 1, 2, 3, 4
  union all
  select source_id, resolving as unit_id, coalesce(procedure_id, 0) as procedure_id, date_trunc('month', limit_stop::timestamp)::date as month, 0 as received, 0 as received_online, 0 as received_supplement_repeated, 0 as accepted, 0 as accepted_undated, 0 as late_by_date, 0 as waiting_by_date, 0 as late_by_instant, 0 as waiting_by_instant, 0 as resolved, 0 as resolved_early, 0 as resolved_late_by_date, 0 as resolved_late_by_instant, 0 as resolved_undated, 0 as resolved_within_limit, 0 as processing_minutes, 0 as resolved_timed, 0 as working_minutes, 0 as resupplied_by_date, 0 as resupplied_by_instant, (-sum(sign))::integer as within_limit from fact where limit_stop is not null group by 1, 2, 3, 4
) event group by source_id, unit_id, procedure_id, month $q$,
  case by when 'day' then $q$date_trunc('month', $q$ else '' end, case by when 'day' then $q$date_trunc('day', $q$ else '' end) $function$

CREATE OR REPLACE FUNCTION public.measure_field_select(row_source text, by text DEFAULT 'month'::text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select measure_facts(row_source) || measure_field_events(by) $function$

CREATE OR REPLACE FUNCTION public.measure_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin insert into dossier_change (sign, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of) select 1, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of from new_rows; return null; end $function$

CREATE OR REPLACE FUNCTION public.measure_select(row_source text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select measure_facts(row_source) || measure_events() $function$

CREATE OR REPLACE FUNCTION public.measure_source(target text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
declare pending text := 'select * from dossier_change';
begin
  if not exists (select from dossier_change) then return target; end if;
  return (select format('(select %1$s, %2$s from %3$s union all select %1$s, %2$s from (%4$s) j)', keys, array_to_string(counters, ', '), target, rows) from (values
    ('measure_day', 'source_id, unit_id, day', measure_columns(), measure_select(pending)),
    ('measure_field_month', 'source_id, unit_id, field_id, month', measure_field_columns(), of_fields(measure_field_select(pending))),
    ('measure_procedure_month', 'source_id, procedure_id, month', measure_field_columns(), measure_field_select(pending))) v (name, keys, counters, rows) where name = target);
end $function$

CREATE OR REPLACE FUNCTION public.measure_updated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin insert into dossier_change (sign, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of) select 1, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of from new_rows union all select -1, source_id, code, procedure_id, receiving_unit_id, resolving_unit_id, channel, service_level, status, submitted_at, received_at, due_at, ended_at, returned_at, supplement_at, waited_until, second_supplement_at, supplement_count, reappointments, return_channel, home_unit_id, digitised, electronic_result, fee_due, paid_online, apology_letter, address_present, phone_present, working_minutes, limit_due_at, modified_at, content_hash, run_id, deleted_at, other_code, double_of from old_rows; return null; end $function$

CREATE OR REPLACE FUNCTION public.name_field()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare wanted text collate "C" := coalesce(nullif(btrim(new.field_code), ''), nullif(btrim(new.field_name), ''));
begin
  if wanted is null then new.field_id := 0; return new; end if;
  select id into new.field_id from field where code = wanted and (name is not null or new.field_name is null);
  if new.field_id is null then
    insert into field (code, name) values (wanted, new.field_name) on conflict (code) do update set name = coalesce(field.name, excluded.name) returning id into new.field_id;
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.name_units()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare stranger integer;
begin
  select unit_id into stranger from new_rows where unit_id not in (select id from unit) limit 1;
  if found then raise foreign_key_violation using message = format('%s names unit %s, which there is not', tg_table_name, stranger); end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION mart.number_text(n double precision, digits integer)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select translate(case when digits = 1 then to_char(round(n::numeric, 1), 'FM999,999,999,990.0') else rtrim(to_char(round(n::numeric, digits), 'FM999,999,999,990.99'), '.') end, ',.', '.,') $function$

CREATE OR REPLACE FUNCTION public.of_fields(rows text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select 'select f.*, coalesce(r.field_id, 0) as field_id from (' || rows || ') f left join procedure r on r.id = f.procedure_id' $function$

CREATE OR REPLACE FUNCTION mart.period_after(code text)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
AS $function$ select (mart.period_start(code) + mart.period_step(code))::date $function$

CREATE OR REPLACE FUNCTION public.period_after(period_type text, period_start date)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (period_start + case period_type when 'day' then interval '1 day' when 'month' then interval '1 month' when 'quarter' then interval '3 months' when 'half' then interval '6 months' else interval '1 year' end)::date
$function$

CREATE OR REPLACE FUNCTION mart.period_code(period_type text, period_start date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case period_type when 'month' then to_char(period_start, 'YYYY-MM') when 'quarter' then to_char(period_start, 'YYYY"-Q"Q') when 'half' then to_char(period_start, 'YYYY') || case when extract(month from period_start) < 7 then '-H1' else '-H2' end
    when 'year' then to_char(period_start, 'YYYY') else to_char(period_start, 'YYYY-MM-DD') end $function$

CREATE OR REPLACE FUNCTION mart.period_start(code text)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select make_date(left(code, 4)::int, case when substr(code, 6, 1) = 'Q' then substr(code, 7, 1)::int * 3 - 2 when substr(code, 6, 1) = 'H' then substr(code, 7, 1)::int * 6 - 5 when length(code) >= 7 then substr(code, 6, 2)::int else 1 end,
    case when length(code) = 10 then right(code, 2)::int else 1 end) $function$

CREATE OR REPLACE FUNCTION mart.period_step(code text)
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when code ~ '^\d{4}-\d{2}$' then interval '1 month' when code ~ '^\d{4}$' then interval '1 year' when code ~ '-Q' then interval '3 months' when code ~ '-H' then interval '6 months' else interval '1 day' end $function$

CREATE OR REPLACE FUNCTION mart.period_text(period_type text, period_start date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case period_type when 'month' then to_char(period_start, 'MM/YYYY') when 'quarter' then to_char(period_start, '"quý "Q/YYYY') when 'half' then case when extract(month from period_start) < 7 then '6 tháng đầu năm ' else '6 tháng cuối năm ' end || to_char(period_start, 'YYYY')
    when 'year' then to_char(period_start, 'YYYY') else to_char(period_start, 'DD/MM/YYYY') end $function$

CREATE OR REPLACE FUNCTION mart.period_type(code text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case when code ~ '^\d{4}-\d{2}$' then 'month' when code ~ '^\d{4}$' then 'year' when code ~ '^\d{4}-Q[1-4]$' then 'quarter' when code ~ '^\d{4}-H[12]$' then 'half' when code ~ '^\d{4}-\d{2}-\d{2}$' then 'day' end $function$

CREATE OR REPLACE FUNCTION mart.quiet_seconds(quiet text[], since timestamp with time zone)
 RETURNS numeric
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(sum(extract(epoch from least(w.after, now()) - greatest(w.first, since))), 0)
  from unnest(quiet) q cross join generate_series((since at time zone 'Asia/Ho_Chi_Minh')::date - 1, (now() at time zone 'Asia/Ho_Chi_Minh')::date, interval '1 day') d
  cross join lateral (select (d + split_part(q, '-', 1)::time) at time zone 'Asia/Ho_Chi_Minh' as first,
    (d + split_part(q, '-', 2)::time + case when split_part(q, '-', 2)::time <= split_part(q, '-', 1)::time then interval '1 day' else interval '0' end) at time zone 'Asia/Ho_Chi_Minh' as after) w
  where w.after > since and w.first < now() $function$

CREATE OR REPLACE FUNCTION public.recount_measures(only_source integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if to_regclass('dossier_s' || only_source) is null then return; end if;
  execute format('lock table %I in share row exclusive mode', 'dossier_s' || only_source);
  perform count_measures_aside('select 1 as sign, * from dossier where source_id = ' || only_source);
  perform replace_measures(only_source);
  perform drop_measures_aside();
end $function$

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin raise exception '% is only ever added to', tg_table_name using hint = 'Add a new entry; the latest one counts.'; end $function$

CREATE OR REPLACE FUNCTION public.register_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  execute 'insert into register_change (unit_id, opened_on) select distinct unit_id, opened_on from ('
    || case tg_op when 'INSERT' then 'table new_rows' when 'DELETE' then 'table old_rows' else 'table old_rows union all table new_rows' end || ') r';
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.register_counts(period_start date, period_end date, last_day date, passed date)
 RETURNS TABLE(unit_id integer, source_id integer, kind text, class text, opened bigint, done bigint, due bigint, "dueDone" bigint, "doneOnTime" bigint, open bigint, overdue bigint, "all" bigint, "allDone" bigint, positive bigint, "allPositive" bigint, amount numeric, "amountDone" numeric, "amountOpen" numeric)
 LANGUAGE sql
 STABLE
AS $function$
  select i.unit_id, i.source_id, i.kind, i.class,
    count(*) filter (where i.opened_on >= period_start), count(*) filter (where i.done_on between period_start and last_day),
    count(*) filter (where i.due_on between period_start and period_end and (i.due_on <= passed or i.done_on <= last_day)),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= last_day),
    count(*) filter (where i.due_on between period_start and period_end and i.done_on <= least(i.due_on, last_day)),
    count(*) filter (where i.done_on is null or i.done_on > last_day), count(*) filter (where i.due_on <= passed and (i.done_on is null or i.done_on > last_day)),
    count(*), count(*) filter (where i.done_on <= last_day), count(*) filter (where i.opened_on >= period_start and i.verdict), count(*) filter (where i.verdict),
    case when bool_and(i.amount is not null) then sum(i.amount) end,
    case when not bool_or(i.done_on <= last_day and i.amount_done is null) then coalesce(sum(i.amount_done) filter (where i.done_on <= last_day), 0) end,
    coalesce(sum(i.amount_done) filter (where i.done_on is null or i.done_on > last_day), 0)
  from register_item i
  where i.opened_on <= last_day and not i.cancelled and i.deleted_at is null
  group by 1, 2, 3, 4
$function$

CREATE OR REPLACE FUNCTION public.replace_measures(only_source integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare days text := array_to_string(measure_columns(), ', '); months text := array_to_string(measure_field_columns(), ', ');
begin
  perform forget_changes(only_source);
  execute format('insert into measure_aside (source_id, unit_id, day, %s) select source_id, unit_id, day, %s from measure_day where source_id = %s and (unit_id, day) not in (select unit_id, day from measure_aside)',
    days, (select string_agg('0', ', ') from unnest(measure_columns())), only_source);
  delete from measure_day where source_id = only_source;
  execute format('insert into measure_day (source_id, unit_id, day, %1$s) select source_id, unit_id, day, %1$s from measure_aside order by source_id, unit_id, day', days);
  -- A procedure may have moved to another field since it was judged; from here on field_moved() waits for our lock on the dossiers.
  if exists (select from fact f join procedure p on p.id = f.procedure_id where p.field_id <> f.field_id) then
    update fact f set field_id = p.field_id from procedure p where p.id = f.procedure_id and p.field_id <> f.field_id;
    drop table measure_field_aside;
    execute 'create temporary table measure_field_aside as ' || measure_by_field();
  end if;
  delete from measure_field_month where source_id = only_source;
  execute format('insert into measure_field_month (source_id, unit_id, field_id, month, %1$s) select source_id, unit_id, field_id, month, %1$s from measure_field_aside order by 1, 2, 3, 4', months);
  delete from measure_procedure_month where source_id = only_source;
  execute format('insert into measure_procedure_month (source_id, procedure_id, month, %1$s) select source_id, procedure_id, month, %1$s from measure_procedure_aside order by 1, 2, 3', months);
end $function$

CREATE OR REPLACE FUNCTION public.unit_map(map_day date)
 RETURNS TABLE(unit_id integer, on_id integer, reason text)
 LANGUAGE sql
 STABLE
AS $function$
with recursive walk as (
  select u.id as unit_id, u.id as at_id, u.valid_from, u.valid_to, null::text as reason, 0 as depth from unit u
  union all
  select w.unit_id, n.next_id, x.valid_from, x.valid_to,
    case when w.depth >= 30 then 'vòng lặp trong quan hệ kế tục' when n.next_id is null then n.reason end, w.depth + 1
  from walk w
  cross join lateral (select coalesce(w.valid_to < map_day, false) as forwards) d
  cross join lateral (
    -- forwards: the one edge that leaves the unit; backwards: the one edge that enters it
    select case when count(*) = 1 and max(e.weight) = 1 then max(e.next_id) end as next_id,
      coalesce(min(e.reason), case when count(*) = 0 then 'không ghi đơn vị ' else 'gồm nhiều đơn vị ' end || case when d.forwards then 'kế tục' else 'tiền nhiệm' end) as reason
    from (select l.to_id as next_id, l.weight, l.reason from unit_lineage l where d.forwards and l.from_id = w.at_id
      union all select l.from_id, l.weight, l.reason from unit_lineage l where not d.forwards and l.to_id = w.at_id) e
  ) n
  left join unit x on x.id = n.next_id
  where w.at_id is not null and w.reason is null and (w.valid_to < map_day or w.valid_from > map_day) and w.depth <= 30
)
select distinct on (w.unit_id) w.unit_id, case when w.reason is null then w.at_id end, w.reason from walk w order by w.unit_id, w.depth desc
$function$

CREATE OR REPLACE FUNCTION mart.unit_on_map(day date)
 RETURNS TABLE(unit_code text, on_code text, reason text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
select u.code, o.code, m.reason from unit_map(day) m join unit u on u.id = m.unit_id left join unit o on o.id = m.on_id
$function$

CREATE OR REPLACE FUNCTION public.unit_parent_on(at date)
 RETURNS TABLE(id integer, parent_id integer)
 LANGUAGE sql
 STABLE
AS $function$
select u.id, coalesce(m.from_id, u.parent_id) from unit u left join (select distinct on (unit_id) unit_id, from_id from unit_move where day > at order by unit_id, day) m on m.unit_id = u.id
$function$

CREATE OR REPLACE FUNCTION public.write_measure_triggers()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare f record;
begin
  for f in select * from (values ('measure_inserted', 'select 1, %1$s from new_rows'), ('measure_deleted', 'select -1, %1$s from old_rows'), ('measure_updated', 'select 1, %1$s from new_rows union all select -1, %1$s from old_rows')) v (name, rows) loop
    execute format('create or replace function %I() returns trigger language plpgsql as $t$ begin insert into dossier_change (sign, %s) %s; return null; end $t$', f.name, journal_columns(), format(f.rows, journal_columns()));
  end loop;
end $function$


-- views
view mart.correction as
 SELECT o.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    o.period_type,
    o.period_start,
    o.edition_from AS first_edition,
    n.edition_from AS edition,
    e.published_at AS corrected_at,
    o.hits AS old_hits,
    o.total AS old_total,
    o.value AS old_value,
    o.score AS old_score,
    o.status AS old_status,
    o.reason AS old_reason,
    n.hits AS new_hits,
    n.total AS new_total,
    n.value AS new_value,
    n.score AS new_score,
    n.status AS new_status,
    n.reason AS new_reason,
        CASE
            WHEN o.version <> n.version THEN 'formula'::text
            WHEN o.basis <> n.basis THEN 'source'::text
            ELSE 'records'::text
        END AS kind,
    c.touched,
    c.deleted,
    c.causes
   FROM indicator_value o
     JOIN indicator_value n ON n.indicator = o.indicator AND n.period_type = o.period_type AND n.period_start = o.period_start AND n.unit_id = o.unit_id AND n.edition_from = o.edition_to AND n.edition_from > 1
     CROSS JOIN LATERAL ( SELECT e_1.published_at
           FROM edition e_1
          WHERE e_1.number >= n.edition_from
          ORDER BY e_1.number
         LIMIT 1) e
     JOIN unit u ON u.id = o.unit_id
     LEFT JOIN LATERAL ( SELECT sum(k.touched)::integer AS touched,
            sum(k.deleted)::integer AS deleted,
            jsonb_agg(jsonb_build_object('source', s.key, 'runs', k.runs, 'touched', k.touched, 'deleted', k.deleted, 'samples', k.samples) ORDER BY s.key) AS causes
           FROM correction_cause k
             JOIN source s ON s.id = k.source_id
          WHERE k.edition = n.edition_from AND k.unit_id = o.unit_id AND k.period_type = o.period_type AND k.period_start = o.period_start) c ON true
  WHERE o.edition_to IS NOT NULL AND o.status = 'available'::text AND (o.hits IS DISTINCT FROM n.hits OR o.total IS DISTINCT FROM n.total OR o.value IS DISTINCT FROM n.value OR o.score IS DISTINCT FROM n.score OR o.status IS DISTINCT FROM n.status) AND period_after(o.period_type, o.period_start) <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date AND (( SELECT (b.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date AS timezone
           FROM edition b
          WHERE b.number < n.edition_from
          ORDER BY b.number DESC
         LIMIT 1)) >= period_after(o.period_type, o.period_start);
view mart.data_quality as
 SELECT s.key AS source,
    u.code AS unit_code,
    u.name AS unit_name,
    q.dimension,
    q.hits,
    q.total,
    q.score,
    q.reason,
    q.evidence,
    q.measured_at
   FROM data_quality q
     JOIN source s ON s.id = q.source_id
     LEFT JOIN unit u ON u.id = q.unit_id;
view mart.dossier_open as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    o.bucket,
    array_position(ARRAY['late_over_30'::text, 'late_11_30'::text, 'late_1_10'::text, 'today'::text, 'due_1_3'::text, 'due_later'::text, 'undated'::text], o.bucket) AS bucket_order,
    o.dossiers::bigint AS dossiers
   FROM open_dossier_due o
     JOIN unit u ON u.id = o.unit_id;
view mart.dossier_open_procedure as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    p.code AS procedure_code,
    p.name AS procedure_name,
    f.code AS field_code,
    p.field_name,
    o.open,
    o.undated,
    o.overdue,
    o.due_soon,
        CASE
            WHEN o.overdue > 0 THEN (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date - o.first_due_on
            ELSE NULL::integer
        END AS longest_days
   FROM open_dossier_procedure o
     JOIN unit u ON u.id = o.unit_id
     LEFT JOIN procedure p ON p.id = o.procedure_id
     LEFT JOIN field f ON f.id = COALESCE(p.field_id, 0);
view mart.due_date_check as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    c.month,
    c.flag,
    c.doubtful,
    c.dossiers,
    c.checked_at
   FROM due_date_check c
     JOIN unit u ON u.id = c.unit_id;
view mart.edition as
 SELECT number,
    published_at,
    as_of,
    changes
   FROM edition
  ORDER BY number DESC
 LIMIT 100;
view mart.edition_day as
 SELECT DISTINCT ON (((published_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date)) (published_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date AS day,
    number,
    published_at,
    as_of
   FROM edition
  ORDER BY ((published_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date), number DESC;
view mart.figure as
 SELECT indicator,
    unit_code,
    unit_name,
    unit_level,
    period_type,
    period_start,
    hits,
    total,
    value,
    score,
    max_score,
    status,
    reason,
    version,
    coverage,
    source,
    edition,
    computed_at,
    target,
    target_document,
    target_verified,
    light,
    light_reason,
    rank,
    rank_of,
    rank_before,
    places_gained,
    period,
    state
   FROM mart.figure_map
  WHERE map = 'as-was'::text;
view mart.figure_map as
 SELECT v.map,
    v.indicator,
    v.unit_code,
    v.unit_name,
    v.unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.source,
    v.edition,
    v.computed_at,
    v.from_codes,
    v.on_map,
    s.target,
    s.target_document,
    s.target_verified,
    s.light,
    s.light_reason,
    s.rank,
    s.rank_of,
    b.rank AS rank_before,
    b.rank - s.rank AS places_gained,
    mart.period_code(v.period_type, v.period_start) AS period,
        CASE
            WHEN v.status = 'unavailable'::text THEN 'unavailable'::text
            WHEN mart.period_after(mart.period_code(v.period_type, v.period_start)) > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date AND regexp_split_to_array(regexp_replace(v.source, '(^|\+)[a-z-]+:'::text, ','::text, 'g'::text), ','::text) && (( SELECT COALESCE(array_agg(x.source), '{}'::text[]) AS "coalesce"
               FROM mart.source_state x
              WHERE x.state = ANY (ARRAY['stale'::text, 'never'::text]))) THEN 'stale'::text
            WHEN v.coverage < 0.98::double precision THEN 'incomplete'::text
            WHEN v.value IS NULL AND v.score IS NULL THEN 'empty'::text
            ELSE COALESCE(s.light, 'none'::text)
        END AS state
   FROM mart.indicator_value_map v
     LEFT JOIN unit u ON u.code = v.unit_code
     LEFT JOIN standing s ON v.on_map AND s.period_type = v.period_type AND s.period_start = v.period_start AND s.indicator = v.indicator AND s.unit_id = u.id AND (s.map = v.map OR s.map = 'both'::text)
     LEFT JOIN standing b ON b.indicator = s.indicator AND b.unit_id = s.unit_id AND b.period_type = s.period_type AND (b.map = v.map OR b.map = 'both'::text) AND b.period_start = (s.period_start -
        CASE s.period_type
            WHEN 'month'::text THEN '1 mon'::interval
            WHEN 'quarter'::text THEN '3 mons'::interval
            WHEN 'half'::text THEN '6 mons'::interval
            ELSE '1 year'::interval
        END)::date;
view mart.flow_day as
 SELECT u.code AS unit_code,
    u.level AS unit_level,
    m.day,
    sum(m.received) AS received,
    sum(m.received_online) AS online,
    sum(m.received_counter) AS counter,
    sum(m.received_postal) AS postal,
    sum(m.received_other) AS other,
    sum(m.resolved) AS resolved,
    sum(m.resolved_early) AS early,
    sum(m.resolved_on_day) AS on_day,
    sum(m.resolved_late_by_date) AS late,
    sum(m.resolved_undated) AS undated
   FROM measure_day m
     JOIN unit u ON u.id = m.unit_id
  GROUP BY u.code, u.level, m.day;
view mart.gain as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    g.period_type,
    g.period_start,
    g.indicator,
    g.kind,
    g.items,
    g.needed,
    g.points,
    g.score,
    g.max_score
   FROM gain g
     JOIN unit u ON u.id = g.unit_id;
view mart.held_value as
 SELECT h.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    h.period_type,
    h.period_start,
    h.rule,
    h.reason,
    h.hits,
    h.total,
    h.value,
    h.held_at,
    h.released_at,
    h.confirmed_at,
    h.confirmed_by,
    h.why,
    h.released_at IS NULL AND h.confirmed_at IS NULL AS open
   FROM held_value h
     JOIN unit u ON u.id = h.unit_id;
view mart.history_gap as
 SELECT period_type,
    period_start,
    edition_from,
    edition_to
   FROM history_gap;
view mart.indicator_history as
 SELECT v.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.basis AS source,
    v.computed_at,
    v.edition_from,
    v.edition_to
   FROM indicator_value v
     JOIN unit u ON u.id = v.unit_id
UNION ALL
 SELECT i.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    a.period_type,
    a.period_start,
    NULL::numeric AS hits,
    NULL::numeric AS total,
    NULL::double precision AS value,
    NULL::numeric AS score,
    i.max_score,
    'unavailable'::text AS status,
    (i.before || a.reason) || i.after AS reason,
    i.version,
    NULL::double precision AS coverage,
    a.basis AS source,
    a.computed_at,
    a.edition_from,
    a.edition_to
   FROM indicator_absence a
     JOIN indicator_set_member i ON i.set_id = a.indicator_set_id
     JOIN unit_set_member m ON m.set_id = a.unit_set_id
     JOIN unit u ON u.id = m.unit_id;
view mart.indicator_value as
 SELECT v.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    v.computed_at
   FROM indicator_value v
     JOIN unit u ON u.id = v.unit_id
  WHERE v.edition_to IS NULL
UNION ALL
 SELECT i.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    a.period_type,
    a.period_start,
    NULL::numeric AS hits,
    NULL::numeric AS total,
    NULL::double precision AS value,
    NULL::numeric AS score,
    i.max_score,
    'unavailable'::text AS status,
    (i.before || a.reason) || i.after AS reason,
    i.version,
    NULL::double precision AS coverage,
    a.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    a.computed_at
   FROM indicator_absence a
     JOIN indicator_set_member i ON i.set_id = a.indicator_set_id
     JOIN unit_set_member m ON m.set_id = a.unit_set_id
     JOIN unit u ON u.id = m.unit_id
  WHERE a.edition_to IS NULL;
view mart.indicator_value_map as
 SELECT 'as-was'::text AS map,
    v.indicator,
    v.unit_code,
    v.unit_name,
    v.unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.source,
    v.edition,
    v.computed_at,
    NULL::text[] AS from_codes,
    true AS on_map
   FROM mart.indicator_value v
UNION ALL
 SELECT 'today'::text AS map,
    v.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    v.period_type,
    v.period_start,
        CASE
            WHEN NOT e.ended THEN v.hits
            ELSE NULL::numeric
        END AS hits,
        CASE
            WHEN NOT e.ended THEN v.total
            ELSE NULL::numeric
        END AS total,
        CASE
            WHEN NOT e.ended THEN v.value
            ELSE NULL::double precision
        END AS value,
        CASE
            WHEN NOT e.ended THEN v.score
            ELSE NULL::numeric
        END AS score,
    v.max_score,
        CASE
            WHEN e.ended THEN 'unavailable'::text
            ELSE v.status
        END AS status,
        CASE
            WHEN e.ended THEN ('Đơn vị không có trên bản đồ hôm nay (đến '::text || to_char(u.valid_to::timestamp with time zone, 'DD/MM/YYYY'::text)) || '); xem đơn vị kế tục.'::text
            ELSE v.reason
        END AS reason,
    v.version,
        CASE
            WHEN NOT e.ended THEN v.coverage
            ELSE NULL::double precision
        END AS coverage,
    v.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    v.computed_at,
    NULL::text[] AS from_codes,
    NOT e.ended AS on_map
   FROM indicator_value v
     JOIN unit u ON u.id = v.unit_id
     CROSS JOIN LATERAL ( SELECT COALESCE(u.valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date, false) AS ended) e
  WHERE v.edition_to IS NULL AND NOT (EXISTS ( SELECT
           FROM map_fold f
          WHERE f.unit_id = v.unit_id AND f.period_type = v.period_type AND f.period_start = v.period_start))
UNION ALL
 SELECT 'today'::text AS map,
    i.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    a.period_type,
    a.period_start,
    NULL::numeric AS hits,
    NULL::numeric AS total,
    NULL::double precision AS value,
    NULL::numeric AS score,
    i.max_score,
    'unavailable'::text AS status,
        CASE
            WHEN e.ended THEN ('Đơn vị không có trên bản đồ hôm nay (đến '::text || to_char(u.valid_to::timestamp with time zone, 'DD/MM/YYYY'::text)) || '); xem đơn vị kế tục.'::text
            ELSE (i.before || a.reason) || i.after
        END AS reason,
    i.version,
    NULL::double precision AS coverage,
    a.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    a.computed_at,
    NULL::text[] AS from_codes,
    NOT e.ended AS on_map
   FROM indicator_absence a
     JOIN indicator_set_member i ON i.set_id = a.indicator_set_id
     JOIN unit_set_member m ON m.set_id = a.unit_set_id
     JOIN unit u ON u.id = m.unit_id
     CROSS JOIN LATERAL ( SELECT COALESCE(u.valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date, false) AS ended) e
  WHERE a.edition_to IS NULL AND NOT (EXISTS ( SELECT
           FROM map_fold f
          WHERE f.unit_id = m.unit_id AND f.period_type = a.period_type AND f.period_start = a.period_start))
UNION ALL
 SELECT 'today'::text AS map,
    v.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    v.period_type,
    v.period_start,
    v.hits,
    v.total,
    v.value,
    v.score,
    v.max_score,
    v.status,
    v.reason,
    v.version,
    v.coverage,
    v.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    v.computed_at,
    f.from_codes,
    true AS on_map
   FROM map_value v
     JOIN unit u ON u.id = v.unit_id
     JOIN map_fold f ON f.unit_id = v.unit_id AND f.period_type = v.period_type AND f.period_start = v.period_start
  WHERE v.edition_to IS NULL
UNION ALL
 SELECT 'today'::text AS map,
    i.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    a.period_type,
    a.period_start,
    NULL::numeric AS hits,
    NULL::numeric AS total,
    NULL::double precision AS value,
    NULL::numeric AS score,
    i.max_score,
    'unavailable'::text AS status,
    (i.before || a.reason) || i.after AS reason,
    i.version,
    NULL::double precision AS coverage,
    a.basis AS source,
    ( SELECT max(edition.number) AS max
           FROM edition) AS edition,
    a.computed_at,
    f.from_codes,
    true AS on_map
   FROM map_absence a
     JOIN indicator_set_member i ON i.set_id = a.indicator_set_id
     JOIN unit_set_member m ON m.set_id = a.unit_set_id
     JOIN unit u ON u.id = m.unit_id
     JOIN map_fold f ON f.unit_id = u.id AND f.period_type = a.period_type AND f.period_start = a.period_start
  WHERE a.edition_to IS NULL;
view mart.lost_766 as
 SELECT map,
    unit_code,
    unit_name,
    unit_level,
    period_type,
    period_start,
    sum(max_score - score) AS lost,
    sum(max_score) AS known_max
   FROM mart.indicator_value_map v
  WHERE on_map AND indicator ~~ 'index766-%'::text AND hits IS NOT NULL AND score IS NOT NULL
  GROUP BY map, unit_code, unit_name, unit_level, period_type, period_start;
view mart.map_period as
 SELECT period_type,
    period_start
   FROM map_period;
view mart.measure_day as
 SELECT u.code AS unit_code,
    m.day,
    sum(m.received) AS received,
    sum(m.received_online) AS received_online,
    sum(m.resolved) AS resolved,
    sum(m.resolved_late_by_date) AS resolved_late
   FROM measure_day m
     JOIN unit u ON u.id = m.unit_id
  GROUP BY u.code, m.day;
view mart.measure_field as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    f.code AS field_code,
    f.name AS field_name,
    m.month,
    sum(m.received) AS received,
    sum(m.received_online) AS received_online,
    sum(m.accepted) AS accepted,
    sum(m.resolved) AS resolved,
    sum(m.resolved) - sum(m.resolved_undated) - sum(m.resolved_late_by_date) AS resolved_on_time,
    sum(m.resolved_late_by_date) AS resolved_late,
    sum(m.resolved_undated) AS resolved_undated,
    sum(m.working_minutes) AS working_minutes,
    sum(m.resolved_timed) AS resolved_timed
   FROM measure_field_month m
     JOIN unit u ON u.id = m.unit_id
     JOIN field f ON f.id = m.field_id
  GROUP BY u.code, u.name, u.level, f.code, f.name, m.month;
view mart.measure_procedure as
 SELECT COALESCE(p.code, '?'::text) AS procedure_code,
    p.name AS procedure_name,
    f.code AS field_code,
    f.name AS field_name,
    m.month,
    sum(m.received) AS received,
    sum(m.received_online) AS received_online,
    sum(m.accepted) AS accepted,
    sum(m.resolved) AS resolved,
    sum(m.resolved) - sum(m.resolved_undated) - sum(m.resolved_late_by_date) AS resolved_on_time,
    sum(m.resolved_late_by_date) AS resolved_late,
    sum(m.resolved_undated) AS resolved_undated,
    sum(m.working_minutes) AS working_minutes,
    sum(m.resolved_timed) AS resolved_timed
   FROM measure_procedure_month m
     LEFT JOIN procedure p ON p.id = m.procedure_id
     JOIN field f ON f.id = COALESCE(p.field_id, 0)
  GROUP BY p.code, p.name, f.code, f.name, m.month;
view mart.par_criterion as
 SELECT s.code AS set_code,
    c.code,
    c.ordinal,
    c.level,
    c.parent_code,
    c.title,
    c.points AS max_points,
    c.assessed_by,
    c.mechanism,
    c.indicator,
    c.evidence,
    c.scored_by,
    c.verified
   FROM par_set s
     JOIN par_criterion c ON c.set_id = s.id
  WHERE s.superseded_at IS NULL;
view mart.par_index as
 SELECT set_code,
    scope,
    sample,
    unit_id,
    unit_code,
    unit_name,
    year,
    points,
    known_max,
    max_points,
    lost,
    missing,
    index,
    ( SELECT b.value ->> 'band'::text
           FROM par_set s
             CROSS JOIN LATERAL jsonb_array_elements(s.bands) b(value)
          WHERE s.code = t.set_code AND s.superseded_at IS NULL AND t.index >= ((b.value ->> 'from'::text)::numeric)
          ORDER BY ((b.value ->> 'from'::text)::numeric) DESC
         LIMIT 1) AS band,
    ( SELECT s.bands_verified
           FROM par_set s
          WHERE s.code = t.set_code AND s.superseded_at IS NULL) AS band_verified,
        CASE
            WHEN scope <> 'province'::text THEN rank
            ELSE NULL::bigint
        END AS rank,
        CASE
            WHEN scope <> 'province'::text AND missing = 0::numeric THEN rank_of
            ELSE NULL::bigint
        END AS rank_of,
    index_last_year,
    index - index_last_year AS index_change,
        CASE
            WHEN scope <> 'province'::text AND rank_of = rank_of_last_year THEN rank_last_year - rank
            ELSE NULL::bigint
        END AS rank_change
   FROM ( SELECT r.set_code,
            r.scope,
            r.sample,
            r.unit_id,
            r.unit_code,
            r.unit_name,
            r.year,
            r.max_points,
            r.points,
            r.known_max,
            r.lost,
            r.missing,
            r.index,
            r.rank,
            r.rank_of,
                CASE
                    WHEN lag(r.year) OVER before = (r.year - 1) THEN lag(r.index) OVER before
                    ELSE NULL::numeric
                END AS index_last_year,
                CASE
                    WHEN lag(r.year) OVER before = (r.year - 1) THEN lag(r.rank) OVER before
                    ELSE NULL::bigint
                END AS rank_last_year,
                CASE
                    WHEN lag(r.year) OVER before = (r.year - 1) THEN lag(r.rank_of) OVER before
                    ELSE NULL::bigint
                END AS rank_of_last_year
           FROM ( SELECT a.set_code,
                    a.scope,
                    a.sample,
                    a.unit_id,
                    a.unit_code,
                    a.unit_name,
                    a.year,
                    a.max_points,
                    a.points,
                    a.known_max,
                    a.lost,
                    a.missing,
                        CASE
                            WHEN a.missing = 0::numeric THEN round(a.points / a.max_points * 100::numeric, 2)
                            ELSE NULL::numeric
                        END AS index,
                        CASE
                            WHEN a.missing = 0::numeric THEN rank() OVER (PARTITION BY a.set_code, a.scope, a.year, (a.missing = 0::numeric) ORDER BY a.points DESC)
                            ELSE NULL::bigint
                        END AS rank,
                    count(*) FILTER (WHERE a.missing = 0::numeric) OVER (PARTITION BY a.set_code, a.scope, a.year) AS rank_of
                   FROM ( SELECT par_score.set_code,
                            par_score.scope,
                            par_score.sample,
                            par_score.unit_id,
                            par_score.unit_code,
                            par_score.unit_name,
                            par_score.year,
                            sum(par_score.max_points) AS max_points,
                            sum(par_score.points) AS points,
                            sum(par_score.known_max) AS known_max,
                            sum(par_score.lost) AS lost,
                            sum(par_score.missing) AS missing
                           FROM mart.par_score
                          WHERE par_score.level = 'area'::text
                          GROUP BY par_score.set_code, par_score.scope, par_score.sample, par_score.unit_id, par_score.unit_code, par_score.unit_name, par_score.year) a) r
          WINDOW before AS (PARTITION BY r.set_code, r.scope, r.unit_id ORDER BY r.year)) t;
view mart.par_leaf as
 SELECT s.code AS set_code,
    s.scope,
    s.sample,
    u.id AS unit_id,
    u.code AS unit_code,
    u.name AS unit_name,
    x.year,
    c.code,
    c.ordinal,
    c.title,
    c.points AS max_points,
    c.assessed_by,
    c.mechanism,
    c.indicator,
    p.points AS proposed,
    p.explanation,
    self.points AS self_score,
    a1.points AS appraisal1,
    a2.points AS appraisal2,
    survey.points AS survey,
    chosen.points,
    chosen.stage,
    c.points - chosen.points AS lost,
        CASE
            WHEN chosen.points IS NULL THEN
            CASE
                WHEN c.assessed_by = 'survey'::text THEN COALESCE(p.explanation, 'chưa có kết quả điều tra XHH'::text)
                ELSE COALESCE(p.explanation, 'chưa tự chấm'::text)
            END
            WHEN chosen.points < c.points THEN COALESCE(chosen.reason, chosen.comment,
            CASE
                WHEN p.points < c.points THEN p.explanation
                ELSE NULL::text
            END, 'chưa nêu lý do'::text)
            ELSE NULL::text
        END AS reason,
        CASE
            WHEN chosen.points > c.points THEN 'điểm lớn hơn tối đa: bảng điểm đã đổi sau khi chấm'::text
            ELSE NULL::text
        END AS problem,
    chosen.evidence,
    chosen.entered_at,
    p.computed_at,
    p.edition
   FROM ( SELECT s_1.code AS set_code,
            e.unit_id,
            e.year
           FROM par_entry e
             JOIN par_set s_1 ON s_1.id = e.set_id
        UNION
         SELECT s_1.code,
            p_1.unit_id,
            p_1.year
           FROM par_proposal p_1
             JOIN par_set s_1 ON s_1.id = p_1.set_id
          WHERE s_1.superseded_at IS NULL) x
     JOIN par_set s ON s.code = x.set_code AND s.superseded_at IS NULL
     JOIN par_criterion c ON c.set_id = s.id AND c.mechanism IS NOT NULL
     JOIN unit u ON u.id = x.unit_id
     LEFT JOIN par_proposal p ON p.set_id = s.id AND p.criterion = c.code AND p.unit_id = x.unit_id AND p.year = x.year
     LEFT JOIN LATERAL ( SELECT e.id,
            e.set_id,
            e.criterion,
            e.unit_id,
            e.year,
            e.stage,
            e.points,
            e.fact,
            e.evidence,
            e.comment,
            e.reason,
            e.entered_by,
            e.entered_at,
            e.origin
           FROM par_entry e
             JOIN par_set z ON z.id = e.set_id AND z.code = s.code
          WHERE e.unit_id = x.unit_id AND e.year = x.year AND e.criterion = c.code AND e.stage = 'self'::text
          ORDER BY e.id DESC
         LIMIT 1) self ON true
     LEFT JOIN LATERAL ( SELECT e.id,
            e.set_id,
            e.criterion,
            e.unit_id,
            e.year,
            e.stage,
            e.points,
            e.fact,
            e.evidence,
            e.comment,
            e.reason,
            e.entered_by,
            e.entered_at,
            e.origin
           FROM par_entry e
             JOIN par_set z ON z.id = e.set_id AND z.code = s.code
          WHERE e.unit_id = x.unit_id AND e.year = x.year AND e.criterion = c.code AND e.stage = 'appraisal1'::text
          ORDER BY e.id DESC
         LIMIT 1) a1 ON true
     LEFT JOIN LATERAL ( SELECT e.id,
            e.set_id,
            e.criterion,
            e.unit_id,
            e.year,
            e.stage,
            e.points,
            e.fact,
            e.evidence,
            e.comment,
            e.reason,
            e.entered_by,
            e.entered_at,
            e.origin
           FROM par_entry e
             JOIN par_set z ON z.id = e.set_id AND z.code = s.code
          WHERE e.unit_id = x.unit_id AND e.year = x.year AND e.criterion = c.code AND e.stage = 'appraisal2'::text
          ORDER BY e.id DESC
         LIMIT 1) a2 ON true
     LEFT JOIN LATERAL ( SELECT e.id,
            e.set_id,
            e.criterion,
            e.unit_id,
            e.year,
            e.stage,
            e.points,
            e.fact,
            e.evidence,
            e.comment,
            e.reason,
            e.entered_by,
            e.entered_at,
            e.origin
           FROM par_entry e
             JOIN par_set z ON z.id = e.set_id AND z.code = s.code
          WHERE e.unit_id = x.unit_id AND e.year = x.year AND e.criterion = c.code AND e.stage = 'survey'::text
          ORDER BY e.id DESC
         LIMIT 1) survey ON true
     LEFT JOIN LATERAL ( SELECT v.weight,
            v.stage,
            v.points,
            v.reason,
            v.comment,
            v.evidence,
            v.entered_at,
            v.assessed_by
           FROM ( VALUES (1,'appraisal2'::text,a2.points,a2.reason,a2.comment,a2.evidence,a2.entered_at,'appraisal'::text), (2,'appraisal1'::text,a1.points,a1.reason,a1.comment,a1.evidence,a1.entered_at,'appraisal'::text), (3,'self'::text,self.points,self.reason,self.comment,self.evidence,self.entered_at,'appraisal'::text), (4,'survey'::text,survey.points,survey.reason,survey.comment,survey.evidence,survey.entered_at,'survey'::text), (5,'proposal'::text,p.points,NULL::text,NULL::text,NULL::text[],p.computed_at,c.assessed_by)) v(weight, stage, points, reason, comment, evidence, entered_at, assessed_by)
          WHERE v.points IS NOT NULL AND v.assessed_by = c.assessed_by
          ORDER BY v.weight
         LIMIT 1) chosen ON true;
view mart.par_lost as
 SELECT l.set_code,
    l.scope,
    l.sample,
    l.unit_code,
    l.unit_name,
    l.year,
    l.code,
    l.title,
    l.max_points,
    l.points,
    l.lost,
    l.stage,
    l.reason,
    before.points AS points_last_year,
    l.points - before.points AS points_change
   FROM mart.par_leaf l
     LEFT JOIN LATERAL ( SELECT b.points
           FROM mart.par_leaf b
          WHERE b.set_code = l.set_code AND b.unit_id = l.unit_id AND b.code = l.code AND b.year = (l.year - 1)) before ON true
  WHERE l.lost > 0::numeric;
view mart.par_round as
 SELECT l.set_code,
    l.unit_code,
    l.unit_name,
    r.year,
    r.stage,
    r.due_on,
    r.document,
    count(*) AS expected,
    count(e.*) AS entered,
    count(e.*) FILTER (WHERE (e.entered_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date > r.due_on) AS entered_late,
        CASE
            WHEN count(e.*) = count(*) THEN 'đã xong'::text
            WHEN (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date > r.due_on THEN 'quá hạn'::text
            ELSE 'đang chờ'::text
        END AS state
   FROM par_round r
     JOIN par_set s ON s.id = r.set_id AND s.superseded_at IS NULL
     JOIN mart.par_leaf l ON l.set_code = s.code AND l.year = r.year AND (l.assessed_by = 'survey'::text) = (r.stage = 'survey'::text)
     LEFT JOIN LATERAL ( SELECT min(e_1.entered_at) AS entered_at
           FROM par_entry e_1
             JOIN par_set es ON es.id = e_1.set_id
          WHERE es.code = s.code AND e_1.unit_id = l.unit_id AND e_1.year = r.year AND e_1.criterion = l.code AND e_1.stage = r.stage AND e_1.points IS NOT NULL AND
                CASE r.stage
                    WHEN 'self'::text THEN l.self_score
                    WHEN 'appraisal1'::text THEN l.appraisal1
                    WHEN 'appraisal2'::text THEN l.appraisal2
                    ELSE l.survey
                END IS NOT NULL
         HAVING count(*) > 0) e ON true
  WHERE r.stage <> 'fact'::text
  GROUP BY l.set_code, l.unit_code, l.unit_name, r.year, r.stage, r.due_on, r.document;
view mart.par_score as
 SELECT l.set_code,
    l.scope,
    l.sample,
    l.unit_id,
    l.unit_code,
    l.unit_name,
    l.year,
    n.code,
    n.ordinal,
    n.level,
    n.parent_code,
    n.title,
    n.points AS max_points,
    sum(l.points) AS points,
    COALESCE(sum(l.max_points) FILTER (WHERE l.points IS NOT NULL), 0::numeric) AS known_max,
    sum(l.lost) AS lost,
    count(*) FILTER (WHERE l.points IS NULL) AS missing,
    sum(l.proposed) AS proposed,
    sum(l.self_score) AS self_score,
    sum(l.appraisal1) AS appraisal1,
    sum(l.appraisal2) AS appraisal2,
    sum(l.survey) AS survey
   FROM mart.par_leaf l
     JOIN par_set s ON s.code = l.set_code AND s.superseded_at IS NULL
     JOIN par_criterion n ON n.set_id = s.id AND (n.code = l.code OR starts_with(l.code, n.code || '.'::text))
  GROUP BY l.set_code, l.scope, l.sample, l.unit_id, l.unit_code, l.unit_name, l.year, n.set_id, n.code, n.ordinal, n.level, n.parent_code, n.title, n.points;
view mart.par_set as
 SELECT s.code AS set_code,
    s.revision,
    s.scope,
    s.title,
    s.from_year,
    s.to_year,
    s.document,
    s.official,
    s.sample,
    s.points_loaded,
    s.verified,
    concat_ws('; '::text,
        CASE
            WHEN s.sample THEN 'số liệu mẫu – không phải bảng điểm chính thức'::text
            ELSE NULL::text
        END,
        CASE
            WHEN NOT s.points_loaded THEN 'chưa nạp bảng điểm chính thức'::text
            ELSE NULL::text
        END,
        CASE
            WHEN s.points_loaded AND NOT s.sample AND NOT s.verified THEN 'bảng điểm chưa xác minh'::text
            ELSE NULL::text
        END) AS mark,
    (s.control ->> 'areas'::text)::integer AS areas_expected,
    (s.control ->> 'criteria'::text)::integer AS criteria_expected,
    (s.control ->> 'subCriteria'::text)::integer AS sub_criteria_expected,
    count(c.*) FILTER (WHERE c.level = 'area'::text) AS areas,
    count(c.*) FILTER (WHERE c.level = 'criterion'::text) AS criteria,
    count(c.*) FILTER (WHERE c.level = 'subCriterion'::text) AS sub_criteria,
    sum(c.points) FILTER (WHERE c.level = 'area'::text) AS points,
    sum(c.points) FILTER (WHERE c.assessed_by = 'survey'::text) AS survey_points,
    s.loaded_at
   FROM par_set s
     LEFT JOIN par_criterion c ON c.set_id = s.id
  WHERE s.superseded_at IS NULL
  GROUP BY s.id;
view mart.period as
 SELECT mart.period_code(period_type, period_start) AS code,
    period_type,
    period_start,
        CASE period_type
            WHEN 'month'::text THEN to_char(period_start::timestamp with time zone, '"Tháng" MM/YYYY'::text)
            WHEN 'quarter'::text THEN to_char(period_start::timestamp with time zone, '"Quý" Q/YYYY'::text)
            WHEN 'half'::text THEN
            CASE
                WHEN EXTRACT(month FROM period_start) < 7::numeric THEN '6 tháng đầu năm '::text
                ELSE '6 tháng cuối năm '::text
            END || to_char(period_start::timestamp with time zone, 'YYYY'::text)
            ELSE to_char(period_start::timestamp with time zone, '"Năm" YYYY'::text)
        END AS label,
        CASE period_type
            WHEN 'month'::text THEN 1
            WHEN 'quarter'::text THEN 2
            WHEN 'half'::text THEN 3
            ELSE 4
        END AS kind_order,
    (EXISTS ( SELECT
           FROM map_period m
          WHERE m.period_type = p.period_type AND m.period_start = p.period_start)) AS maps_differ
   FROM ( SELECT v.period_type,
            v.period_start
           FROM indicator_value v
          WHERE (v.unit_id IN ( SELECT u.id
                   FROM unit u
                  WHERE u.level = 'province'::text)) AND v.edition_to IS NULL
        UNION
         SELECT a.period_type,
            a.period_start
           FROM indicator_absence a
          WHERE a.edition_to IS NULL) p
  WHERE period_type = ANY (ARRAY['month'::text, 'quarter'::text, 'half'::text, 'year'::text]);
view mart.period_close as
 SELECT period_type,
    period_start,
    edition,
    closed_at,
    closed_by,
    checks,
    reopened_at,
    reopened_by,
    reopened_why,
    reopened_at IS NULL AS closed
   FROM period_close;
view mart.plan as
 SELECT code AS plan,
    revision,
    title,
    document,
    valid_from,
    valid_to,
    loaded_at
   FROM plan
  WHERE superseded_at IS NULL;
view mart.plan_duty as
 SELECT p.code AS plan,
    d.code AS duty,
    d.ordinal,
    o.title AS owner,
    o.lineage,
    o.verified AS owner_verified,
    d.title,
    d.rhythm,
    d.scope,
    d.target_text,
    d.target_verified,
        CASE
            WHEN u.id <> 0 THEN u.code
            ELSE NULL::text
        END AS unit_code,
        CASE
            WHEN u.id = 0 THEN o.title
            ELSE u.name
        END AS unit_name,
    t.link,
    t.period_type,
    t.period_start,
        CASE
            WHEN t.state = ANY (ARRAY['met'::text, 'notMet'::text]) THEN t.state
            ELSE COALESCE(e.state, t.state)
        END AS state,
        CASE
            WHEN (t.state = ANY (ARRAY['met'::text, 'notMet'::text])) OR e.state IS NULL THEN 'computed'::text
            ELSE 'entered'::text
        END AS decided_by,
    t.state AS computed_state,
    t.reason,
    t.hits,
    t.total,
    t.value,
    e.state AS entered_state,
    e.comment,
    e.evidence,
    e.entered_at,
    (t.state = ANY (ARRAY['met'::text, 'notMet'::text])) AND e.state <> t.state AS disagrees,
    t.edition,
    t.computed_at,
    t.period_start = max(t.period_start) OVER (PARTITION BY t.plan_id, t.duty, t.period_type) AS latest
   FROM plan_state t
     JOIN plan p ON p.id = t.plan_id AND p.superseded_at IS NULL
     JOIN plan_duty d ON d.plan_id = t.plan_id AND d.code = t.duty
     JOIN plan_owner o ON o.plan_id = d.plan_id AND o.id = d.owner
     JOIN unit u ON u.id = t.unit_id
     LEFT JOIN LATERAL ( SELECT e_1.id,
            e_1.plan_id,
            e_1.duty,
            e_1.unit_id,
            e_1.period_type,
            e_1.period_start,
            e_1.state,
            e_1.evidence,
            e_1.comment,
            e_1.entered_by,
            e_1.entered_at
           FROM plan_entry e_1
             JOIN plan ep ON ep.id = e_1.plan_id
          WHERE ep.code = p.code AND e_1.duty = t.duty AND e_1.unit_id = t.unit_id AND e_1.period_type = t.period_type AND e_1.period_start = t.period_start
          ORDER BY e_1.id DESC
         LIMIT 1) e ON true;
view mart.published_score as
 SELECT s.key AS published_by,
    u.code AS unit_code,
    u.name AS unit_name,
    p.period_type,
    p.period_start,
    p.indicator,
    p.score AS published,
    v.score AS ours,
    v.score - p.score AS difference,
    COALESCE(v.status = 'available'::text AND abs(COALESCE(v.score, 0::numeric) - p.score) > 0.01 AND (period_after(p.period_type, p.period_start) <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date OR v.basis !~ '(^|\+)(dossiers|items|edocuments):'::text), false) AS alert,
    p.flags,
    v.basis AS our_source,
    p.captured_at
   FROM published_score p
     JOIN source s ON s.id = p.source_id
     JOIN unit u ON u.id = p.unit_id
     LEFT JOIN indicator_value v ON v.indicator = p.indicator AND v.unit_id = p.unit_id AND v.period_type = p.period_type AND v.period_start = p.period_start AND v.edition_to IS NULL
  WHERE p.superseded_at IS NULL;
view mart.quarantine_summary as
 SELECT s.key AS source,
    q.stream,
    q.reason,
    count(*) AS records,
    min(q.seen_at) AS first_seen_at,
    max(q.last_seen_at) AS last_seen_at,
    (array_agg(q.message ORDER BY q.last_seen_at DESC))[1] AS message
   FROM quarantine q
     JOIN source s ON s.id = q.source_id
  WHERE q.resolved_at IS NULL
  GROUP BY s.key, q.stream, q.reason;
view mart.reconciliation as
 SELECT s.key AS source,
    c.against,
    o.key AS other_source,
    u.code AS unit_code,
    u.name AS unit_name,
    c.period_type,
    c.period_start,
    c.measure,
    c.theirs,
    c.ours,
    c.difference,
    c.verdict,
    c.category,
    c.explanation,
    c.run_id,
    c.since,
    c.checked_at
   FROM reconciliation c
     JOIN source s ON s.id = c.source_id
     JOIN source o ON o.id = c.other_source_id
     LEFT JOIN unit u ON u.id = c.unit_id;
view mart.reconciliation_list as
 SELECT s.key AS source,
    l.stream,
    l.window_from,
    l.window_to,
    l.listed,
    l.missing,
    l.changed,
    l.extra,
    l.removed,
    l.quarantined,
    l.skipped,
    l.verdict,
    l.explanation,
    l.samples,
    l.run_id,
    l.checked_at
   FROM reconciliation_list l
     JOIN source s ON s.id = l.source_id;
view mart.register_kind as
 SELECT DISTINCT t.layout::jsonb ->> 'kind'::text AS kind
   FROM source_stream t
     JOIN source s ON s.id = t.source_id
  WHERE t.record = 'item'::text AND t.layout ~~ '{%'::text AND (t.reached IS NOT NULL OR s.enabled AND (t.last_success_at IS NOT NULL OR s.kind = 'import'::text));
view mart.register_open as
 SELECT u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    i.kind,
    count(*) AS open,
    count(*) FILTER (WHERE i.due_on < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date) AS overdue,
    min(i.due_on) AS first_due_on
   FROM register_item i
     JOIN unit u ON u.id = i.unit_id
  WHERE i.done_on IS NULL AND NOT i.cancelled AND i.deleted_at IS NULL
  GROUP BY u.code, u.name, u.level, i.kind;
view mart.restatement as
 SELECT r.period_type,
    r.period_start,
    r.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    r.old_status,
    r.old_hits,
    r.old_total,
    r.old_value,
    r.old_score,
    r.old_version,
    r.new_status,
    r.new_hits,
    r.new_total,
    r.new_value,
    r.new_score,
    r.new_version,
    r.why,
    r.runs,
    r.records,
    r.stated_at,
    r.edition_from,
    r.edition_to
   FROM restatement r
     JOIN unit u ON u.id = r.unit_id;
view mart.run as
 SELECT s.key AS source,
    r.stream,
    r.kind,
    r.started_at,
    r.ended_at,
    r.outcome,
    r.pages,
    r.records,
    r.new,
    r.changed,
    r.unchanged,
    r.skipped,
    r.quarantined,
    r.error_class,
    r.error_text
   FROM run r
     JOIN source s ON s.id = r.source_id;
view mart.second_code as
 SELECT s.key AS source,
    u.code AS unit_code,
    u.name AS unit_name,
    date_trunc('month'::text, (d.received_at AT TIME ZONE '07:00:00'::interval))::date AS month,
    count(*)::integer AS rows,
    (array_agg("left"(encode(sha256(convert_to(d.code, 'UTF8'::name)), 'hex'::text), 12) ORDER BY d.code))[1:10] AS samples
   FROM dossier d
     JOIN source s ON s.id = d.source_id
     JOIN unit u ON u.id = d.resolving_unit_id
  WHERE d.double_of IS NOT NULL
  GROUP BY s.key, u.code, u.name, (date_trunc('month'::text, (d.received_at AT TIME ZONE '07:00:00'::interval))::date);
view mart.source_cutover as
 SELECT source.key AS source,
    source.title,
    source.active_from AS day,
    'from'::text AS kind
   FROM source
  WHERE source.enabled AND source.active_from IS NOT NULL
UNION ALL
 SELECT source.key AS source,
    source.title,
    source.active_to AS day,
    'to'::text AS kind
   FROM source
  WHERE source.enabled AND source.active_to IS NOT NULL;
view mart.source_state as
 SELECT s.key AS source,
    s.title,
    s.family,
    s.kind,
    min(t.loaded_through) AS loaded_through,
        CASE
            WHEN s.kind = 'import'::text THEN min(t.last_success_at)
            WHEN count(*) FILTER (WHERE t.last_success_at IS NULL) = 0 THEN (array_agg(a.last_success_at ORDER BY (a.age_seconds / a.stale_after_seconds) DESC))[1]
            ELSE NULL::timestamp with time zone
        END AS last_success_at,
    max(t.last_attempt_at) AS last_attempt_at,
    max(t.failures) AS failures,
    (array_agg(t.error_class ORDER BY t.failures DESC) FILTER (WHERE t.error_class IS NOT NULL))[1] AS error_class,
    (array_agg(t.error_text ORDER BY t.failures DESC) FILTER (WHERE t.error_text IS NOT NULL))[1] AS error_text,
    COALESCE((array_agg(a.age_seconds ORDER BY (a.age_seconds / a.stale_after_seconds) DESC NULLS LAST))[1], EXTRACT(epoch FROM now() - min(COALESCE(t.last_success_at, s.registered_at)))) AS age_seconds,
    COALESCE((array_agg(a.stale_after_seconds ORDER BY (a.age_seconds / a.stale_after_seconds) DESC NULLS LAST))[1], EXTRACT(epoch FROM s.stale_after)) AS stale_after_seconds,
        CASE
            WHEN s.kind = 'import'::text THEN 'imported'::text
            WHEN min(COALESCE(t.last_success_at, '-infinity'::timestamp with time zone)) = '-infinity'::timestamp with time zone THEN 'never'::text
            WHEN bool_or(a.age_seconds > a.stale_after_seconds) THEN 'stale'::text
            WHEN max(t.failures) > 0 THEN 'failing'::text
            ELSE 'fresh'::text
        END AS state,
    ( SELECT count(*) AS count
           FROM quarantine q
          WHERE q.source_id = s.id AND q.resolved_at IS NULL) AS quarantined
   FROM source s
     LEFT JOIN source_stream t ON t.source_id = s.id
     LEFT JOIN mart.stream_state a ON a.source = s.key AND a.stream = t.stream
  WHERE s.enabled
  GROUP BY s.id;
view mart.standing as
 SELECT indicator,
    unit_code,
    unit_name,
    unit_level,
    period_type,
    period_start,
    target,
    target_document,
    target_verified,
    light,
    light_reason,
    rank,
    rank_of,
    rank_before,
    places_gained
   FROM mart.standing_map
  WHERE map = 'as-was'::text;
view mart.standing_map as
 SELECT m.map,
    s.indicator,
    u.code AS unit_code,
    u.name AS unit_name,
    u.level AS unit_level,
    s.period_type,
    s.period_start,
    s.target,
    s.target_document,
    s.target_verified,
    s.light,
    s.light_reason,
    s.rank,
    s.rank_of,
    b.rank AS rank_before,
    b.rank - s.rank AS places_gained
   FROM standing s
     JOIN ( VALUES ('as-was'::text), ('today'::text)) m(map) ON s.map = m.map OR s.map = 'both'::text
     JOIN unit u ON u.id = s.unit_id AND (m.map = 'as-was'::text OR COALESCE(u.valid_to >= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh'::text)::date, true))
     LEFT JOIN standing b ON b.indicator = s.indicator AND b.unit_id = s.unit_id AND b.period_type = s.period_type AND (b.map = m.map OR b.map = 'both'::text) AND b.period_start = (s.period_start -
        CASE s.period_type
            WHEN 'month'::text THEN '1 mon'::interval
            WHEN 'quarter'::text THEN '3 mons'::interval
            WHEN 'half'::text THEN '6 mons'::interval
            ELSE '1 year'::interval
        END)::date;
view mart.stream_state as
 SELECT s.key AS source,
    t.stream,
    t.record,
    t.last_success_at,
    t.loaded_through,
    EXTRACT(epoch FROM now() - COALESCE(t.last_success_at, s.registered_at)) AS age_seconds,
    EXTRACT(epoch FROM GREATEST(s.stale_after, COALESCE(t.every, s.every) * 1.5::double precision)) + mart.quiet_seconds(s.quiet, GREATEST(t.last_success_at, now() - '60 days'::interval)) AS stale_after_seconds
   FROM source s
     JOIN source_stream t ON t.source_id = s.id
  WHERE s.enabled AND s.kind <> 'import'::text;
view mart.survey_result as
 SELECT r.kind,
    r.year,
    r.territory_kind,
    r.territory,
    u.code AS unit_code,
    r.element,
    r.score,
    r.rank,
    r.rank_of,
    r.band,
    r.score_change,
    r.rank_change,
    r.score - b.score AS score_change_computed,
        CASE
            WHEN r.rank_of = b.rank_of THEN b.rank - r.rank
            ELSE NULL::integer
        END AS rank_change_computed,
    NULLIF(concat_ws('; '::text,
        CASE
            WHEN abs(r.score_change - (r.score - b.score)) > 0.005 THEN 'thay đổi điểm công bố khác hiệu số hai năm'::text
            ELSE NULL::text
        END,
        CASE
            WHEN r.rank_of = b.rank_of AND r.rank_change <> (b.rank - r.rank) THEN 'thay đổi hạng công bố khác hiệu số hai năm'::text
            ELSE NULL::text
        END), ''::text) AS problem,
    r.decision,
    r.announced_on,
    r.source,
    r.basis,
    r.remark,
    r.loaded_at
   FROM survey_result r
     LEFT JOIN unit u ON u.id = r.unit_id
     LEFT JOIN survey_result b ON b.superseded_at IS NULL AND b.kind = r.kind AND b.territory_kind = r.territory_kind AND b.territory = r.territory AND b.element = r.element AND b.year = (r.year - 1)
  WHERE r.superseded_at IS NULL;
view mart.unit as
 SELECT u.id,
    u.code,
    u.name,
    u.level,
    p.code AS parent_code,
    u.valid_from,
    u.valid_to,
    u.invented,
    u.kind,
    u.verified
   FROM unit u
     LEFT JOIN ( SELECT DISTINCT ON (unit_move.unit_id) unit_move.unit_id,
            unit_move.from_id
           FROM unit_move
          WHERE unit_move.day > CURRENT_DATE
          ORDER BY unit_move.unit_id, unit_move.day) a ON a.unit_id = u.id
     LEFT JOIN unit p ON p.id = COALESCE(a.from_id, u.parent_id)
  WHERE u.home AND COALESCE(u.valid_from, '-infinity'::date) <= CURRENT_DATE AND COALESCE(u.valid_to, 'infinity'::date) >= CURRENT_DATE;
view mart.unit_all as
 SELECT u.id,
    u.code,
    u.name,
    u.level,
    p.code AS parent_code,
    u.valid_from,
    u.valid_to,
    u.invented,
    u.kind,
    u.verified,
    u.home
   FROM unit u
     LEFT JOIN ( SELECT DISTINCT ON (unit_move.unit_id) unit_move.unit_id,
            unit_move.from_id
           FROM unit_move
          WHERE unit_move.day > CURRENT_DATE
          ORDER BY unit_move.unit_id, unit_move.day) a ON a.unit_id = u.id
     LEFT JOIN unit p ON p.id = COALESCE(a.from_id, u.parent_id);
view mart.unit_code as
 SELECT u.code AS unit_code,
    c.system,
    c.code,
    NULLIF(c.valid_from, '0001-01-01'::date) AS valid_from,
    NULLIF(c.valid_to, '9999-12-31'::date) AS valid_to,
    c.verified
   FROM unit_code c
     JOIN unit u ON u.id = c.unit_id;
view mart.unit_event as
 SELECT e.key,
    e.kind,
    e.day,
    e.basis,
    e.verified,
    e.note,
    array_agg(u.code ORDER BY u.code) FILTER (WHERE u.code IS NOT NULL) AS units
   FROM unit_event e
     LEFT JOIN ( SELECT unit_event_unit.event_id,
            unit_event_unit.unit_id
           FROM unit_event_unit
        UNION
         SELECT unit_lineage.event_id,
            unit_lineage.from_id
           FROM unit_lineage
        UNION
         SELECT unit_lineage.event_id,
            unit_lineage.to_id
           FROM unit_lineage) x ON x.event_id = e.id
     LEFT JOIN unit u ON u.id = x.unit_id
  GROUP BY e.id;
view mart.unit_folded as
 SELECT u.code AS unit_code,
    f.period_type,
    f.period_start,
    f.from_codes
   FROM map_fold f
     JOIN unit u ON u.id = f.unit_id;
view mart.unit_lineage as
 SELECT f.code AS from_code,
    f.name AS from_name,
    t.code AS to_code,
    t.name AS to_name,
    e.day,
    e.kind,
    l.weight,
    l.reason,
    e.basis,
    e.verified
   FROM unit_lineage l
     JOIN unit_event e ON e.id = l.event_id
     LEFT JOIN unit f ON f.id = l.from_id
     LEFT JOIN unit t ON t.id = l.to_id;
view mart.unit_parent as
 SELECT u.code AS unit_code,
    p.code AS parent_code,
    COALESCE(m.after, u.valid_from) AS valid_from,
    COALESCE(m.day - 1, u.valid_to) AS valid_to
   FROM unit u
     CROSS JOIN LATERAL ( SELECT m_1.day,
            m_1.from_id,
            lag(m_1.day) OVER (ORDER BY m_1.day) AS after
           FROM ( SELECT unit_move.day,
                    unit_move.from_id
                   FROM unit_move
                  WHERE unit_move.unit_id = u.id
                UNION ALL
                 SELECT NULL::date,
                    NULL::integer) m_1(day, from_id)) m
     JOIN unit p ON p.id = COALESCE(m.from_id, u.parent_id);
view mart.unit_unmatched as
 SELECT s.key AS source,
    m.kind,
    m.value,
    m.name,
    m.first_seen_at,
    m.last_seen_at,
    u.code AS placeholder,
    COALESCE(d.receiving, 0::bigint)::integer AS receiving,
    COALESCE(d.resolving, 0::bigint)::integer AS resolving,
    (( SELECT count(*) AS count
           FROM statistic t
          WHERE t.source_id = m.source_id AND t.unit_id = m.unit_id AND t.superseded_at IS NULL))::integer AS statistics,
    (( SELECT count(*) AS count
           FROM register_item i
          WHERE i.source_id = m.source_id AND i.unit_id = m.unit_id AND i.deleted_at IS NULL))::integer AS items,
    (( SELECT count(*) AS count
           FROM edocument e
          WHERE e.source_id = m.source_id AND (m.unit_id = e.sender_unit_id OR m.unit_id = e.receiver_unit_id) AND e.deleted_at IS NULL))::integer AS documents
   FROM unit_unmatched m
     JOIN source s ON s.id = m.source_id
     LEFT JOIN unit u ON u.id = m.unit_id
     LEFT JOIN LATERAL ( SELECT sum(x.received) AS receiving,
            sum(x.accepted) AS resolving
           FROM measure_day x
          WHERE x.source_id = m.source_id AND x.unit_id = m.unit_id) d ON true;
view mart.window_gap as
 WITH expected AS (
         SELECT t.source_id,
            t.stream,
            t.loaded_through,
            s_1.stale_after + t.hold_back AS late_after,
            (COALESCE(t.expected_from, (NULLIF(t.layout, ''::text)::jsonb ->> 'start'::text)::date)::timestamp without time zone AT TIME ZONE 'Asia/Ho_Chi_Minh'::text) AS start
           FROM source_stream t
             JOIN source s_1 ON s_1.id = t.source_id
          WHERE s_1.enabled AND s_1.kind = 'api'::text
        ), live AS (
         SELECT e.source_id,
            e.stream,
            f.window_from AS first
           FROM expected e
             CROSS JOIN LATERAL ( SELECT r.window_from
                   FROM run r
                  WHERE r.source_id = e.source_id AND r.stream = e.stream AND (r.kind = ANY (ARRAY['live'::text, 'deep'::text])) AND r.window_from IS NOT NULL
                  ORDER BY r.window_from
                 LIMIT 1) f
        ), covered AS (
         SELECT p.source_id,
            p.stream,
            range_agg(p.part) AS parts
           FROM ( SELECT e.source_id,
                    e.stream,
                    tstzrange(live.first, e.loaded_through) AS part
                   FROM expected e
                     JOIN live USING (source_id, stream)
                  WHERE e.loaded_through > live.first
                UNION ALL
                 SELECT r.source_id,
                    r.stream,
                    tstzrange(r.window_from, r.window_to) AS tstzrange
                   FROM run r
                     JOIN expected e USING (source_id, stream)
                  WHERE (r.kind = ANY (ARRAY['backfill'::text, 'full'::text, 'import'::text])) AND r.outcome = 'done'::text AND r.window_to > r.window_from
                UNION ALL
                 SELECT w.source_id,
                    e.stream,
                    tstzrange(w.window_from, w.window_to) AS tstzrange
                   FROM window_waiver w
                     JOIN expected e ON e.source_id = w.source_id AND (w.stream IS NULL OR w.stream = e.stream)) p
          GROUP BY p.source_id, p.stream
        ), gap AS (
         SELECT e.source_id,
            e.stream,
            lower(g_1.g) AS gap_from,
            upper(g_1.g) AS gap_to,
                CASE
                    WHEN e.loaded_through IS NULL THEN 'never'::text
                    WHEN lower(g_1.g) >= e.loaded_through THEN 'behind'::text
                    ELSE 'hole'::text
                END AS kind
           FROM expected e
             LEFT JOIN covered c USING (source_id, stream)
             CROSS JOIN LATERAL unnest(tstzmultirange(tstzrange(e.start, GREATEST(e.start, now() - e.late_after))) - COALESCE(c.parts, '{}'::tstzmultirange)) g_1(g)
          WHERE e.start IS NOT NULL AND NOT isempty(g_1.g)
        UNION ALL
         SELECT l.source_id,
            l.stream,
            l.window_from,
            l.window_to,
            'refused'::text
           FROM reconciliation_list l
          WHERE l.verdict = 'refused'::text AND NOT (EXISTS ( SELECT
                   FROM reconciliation_list n
                  WHERE n.source_id = l.source_id AND n.stream = l.stream AND n.run_id > l.run_id AND n.window_from < l.window_to AND n.window_to > l.window_from)) AND NOT (EXISTS ( SELECT
                   FROM window_waiver w
                  WHERE w.source_id = l.source_id AND (w.stream IS NULL OR w.stream = l.stream) AND w.window_from <= l.window_from AND w.window_to >= l.window_to AND w.waived_at > l.checked_at))
        )
 SELECT s.key AS source,
    g.stream,
    g.gap_from,
    g.gap_to,
    g.kind,
    g.source_id
   FROM gap g
     JOIN source s ON s.id = g.source_id;
view mart.window_waiver as
 SELECT s.key AS source,
    w.stream,
    w.window_from,
    w.window_to,
    w.waived_by,
    w.why,
    w.waived_at
   FROM window_waiver w
     JOIN source s ON s.id = w.source_id;
