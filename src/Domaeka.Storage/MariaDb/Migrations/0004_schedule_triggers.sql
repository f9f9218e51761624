-- Each statement ends with a line of two slashes. Not a part of a numbered migration: they are made at every start where they are missing and
-- the account may make them, since it may come by the right later.

CREATE TRIGGER dk_schedule_inserted AFTER INSERT ON kb_schedule FOR EACH ROW
BEGIN
    INSERT INTO dk_schedules (schedule_id, timed_at) VALUES (NEW.id, UTC_TIMESTAMP(3))
        ON DUPLICATE KEY UPDATE timed_at = UTC_TIMESTAMP(3);
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.id, UTC_TIMESTAMP(3));
END
//
-- With its runs: should the number be given out again, its successor must not find its occurrences taken.
CREATE TRIGGER dk_schedule_deleted AFTER DELETE ON kb_schedule FOR EACH ROW
BEGIN
    DELETE FROM dk_schedules WHERE schedule_id = OLD.id;
    DELETE FROM dk_schedule_runs WHERE schedule_id = OLD.id;
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (OLD.id, UTC_TIMESTAMP(3));
END
//
-- Not by last_sent_at, next_send_at, send_count and updated_at, which the server itself keeps up with every run. A row that is made active again
-- with a new time is as good as new: its resumption does not forfeit a time of a moment ago.
CREATE TRIGGER dk_schedule_changed AFTER UPDATE ON kb_schedule FOR EACH ROW
BEGIN
    IF NOT (NEW.schedule_type <=> OLD.schedule_type AND NEW.schedule_date <=> OLD.schedule_date
        AND NEW.schedule_time <=> OLD.schedule_time AND NEW.schedule_times <=> OLD.schedule_times
        AND NEW.schedule_weekdays <=> OLD.schedule_weekdays
        AND NEW.valid_from <=> OLD.valid_from AND NEW.valid_until <=> OLD.valid_until)
    THEN
        INSERT INTO dk_schedules (schedule_id, timed_at) VALUES (NEW.id, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE timed_at = UTC_TIMESTAMP(3);
        INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.id, UTC_TIMESTAMP(3));
    ELSEIF NOT (NEW.id <=> OLD.id AND BINARY NEW.target_bot_name <=> BINARY OLD.target_bot_name
        AND BINARY NEW.target_device_id <=> BINARY OLD.target_device_id
        AND BINARY NEW.target_room_id <=> BINARY OLD.target_room_id AND NEW.status <=> OLD.status)
    THEN
        INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.id, UTC_TIMESTAMP(3));
    END IF;
    IF NOT (NEW.id <=> OLD.id) THEN
        INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (OLD.id, UTC_TIMESTAMP(3));
    END IF;
    IF LOWER(TRIM(NEW.status)) = 'active' AND LOWER(TRIM(COALESCE(OLD.status, ''))) <> 'active'
        AND NEW.schedule_date <=> OLD.schedule_date AND NEW.schedule_time <=> OLD.schedule_time AND NEW.schedule_times <=> OLD.schedule_times
    THEN
        INSERT INTO dk_schedules (schedule_id, resumed_at) VALUES (NEW.id, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE resumed_at = UTC_TIMESTAMP(3);
    END IF;
END
//
-- The notes of a schedule whose cron expression or policy alone changes reach the planner too.
CREATE TRIGGER dk_schedules_changed AFTER UPDATE ON dk_schedules FOR EACH ROW
BEGIN
    IF NOT (NEW.cron <=> OLD.cron AND NEW.misfire <=> OLD.misfire AND NEW.misfire_seconds <=> OLD.misfire_seconds) THEN
        INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.schedule_id, UTC_TIMESTAMP(3));
    END IF;
END
//
