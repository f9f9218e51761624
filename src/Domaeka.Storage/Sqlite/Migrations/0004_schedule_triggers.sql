-- Run as it stands, behind the tables of 0004_schedules.sql. INSERT ... WHERE NOT EXISTS instead of OR IGNORE: the conflict clause of the
-- statement that fires a trigger replaces those inside it.

CREATE TRIGGER IF NOT EXISTS dk_schedule_inserted AFTER INSERT ON kb_schedule
BEGIN
    INSERT INTO dk_schedules (schedule_id) SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM dk_schedules WHERE schedule_id = NEW.id);
    UPDATE dk_schedules SET timed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE schedule_id = NEW.id;
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;

-- With its runs: the number of the newest row is given out again, and its successor must not find its occurrences taken.
CREATE TRIGGER IF NOT EXISTS dk_schedule_deleted AFTER DELETE ON kb_schedule
BEGIN
    DELETE FROM dk_schedules WHERE schedule_id = OLD.id;
    DELETE FROM dk_schedule_runs WHERE schedule_id = OLD.id;
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (OLD.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;

-- Not by last_sent_at, next_send_at, send_count and updated_at, which the server itself keeps up with every run.
CREATE TRIGGER IF NOT EXISTS dk_schedule_changed AFTER UPDATE ON kb_schedule
WHEN NEW.id IS NOT OLD.id
    OR NEW.target_bot_name IS NOT OLD.target_bot_name
    OR NEW.target_device_id IS NOT OLD.target_device_id
    OR NEW.target_room_id IS NOT OLD.target_room_id
    OR NEW.schedule_type IS NOT OLD.schedule_type
    OR NEW.schedule_date IS NOT OLD.schedule_date
    OR NEW.schedule_time IS NOT OLD.schedule_time
    OR NEW.schedule_times IS NOT OLD.schedule_times
    OR NEW.schedule_weekdays IS NOT OLD.schedule_weekdays
    OR NEW.valid_from IS NOT OLD.valid_from
    OR NEW.valid_until IS NOT OLD.valid_until
    OR NEW.status IS NOT OLD.status
BEGIN
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (OLD.id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
    INSERT INTO dk_schedule_changes (schedule_id, changed_at)
        SELECT NEW.id, strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE NEW.id IS NOT OLD.id;
END;

CREATE TRIGGER IF NOT EXISTS dk_schedule_timed AFTER UPDATE ON kb_schedule
WHEN NEW.schedule_type IS NOT OLD.schedule_type
    OR NEW.schedule_date IS NOT OLD.schedule_date
    OR NEW.schedule_time IS NOT OLD.schedule_time
    OR NEW.schedule_times IS NOT OLD.schedule_times
    OR NEW.schedule_weekdays IS NOT OLD.schedule_weekdays
    OR NEW.valid_from IS NOT OLD.valid_from
    OR NEW.valid_until IS NOT OLD.valid_until
BEGIN
    INSERT INTO dk_schedules (schedule_id) SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM dk_schedules WHERE schedule_id = NEW.id);
    UPDATE dk_schedules SET timed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE schedule_id = NEW.id;
END;

-- A row that is made active again with a new time is as good as new: its resumption does not forfeit a time of a moment ago.
CREATE TRIGGER IF NOT EXISTS dk_schedule_resumed AFTER UPDATE OF status ON kb_schedule
WHEN lower(trim(NEW.status)) = 'active' AND lower(trim(coalesce(OLD.status, ''))) <> 'active'
    AND NEW.schedule_date IS OLD.schedule_date AND NEW.schedule_time IS OLD.schedule_time AND NEW.schedule_times IS OLD.schedule_times
BEGIN
    INSERT INTO dk_schedules (schedule_id) SELECT NEW.id WHERE NOT EXISTS (SELECT 1 FROM dk_schedules WHERE schedule_id = NEW.id);
    UPDATE dk_schedules SET resumed_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE schedule_id = NEW.id;
END;

-- The notes of a schedule whose cron expression or policy alone changes reach the planner too.
CREATE TRIGGER IF NOT EXISTS dk_schedules_changed AFTER UPDATE ON dk_schedules
WHEN NEW.cron IS NOT OLD.cron OR NEW.misfire IS NOT OLD.misfire OR NEW.misfire_seconds IS NOT OLD.misfire_seconds
BEGIN
    INSERT INTO dk_schedule_changes (schedule_id, changed_at) VALUES (NEW.schedule_id, strftime('%Y-%m-%d %H:%M:%f', 'now'));
END;
