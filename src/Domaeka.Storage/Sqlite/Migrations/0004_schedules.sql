-- What the server keeps of schedules beside kb_schedule, which the shop owns. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff'.

-- At most one row for a schedule. The triggers set timed_at when a row is inserted or its times are changed, and resumed_at when it
-- becomes active again, so that both are known for what happens while the server is down.
CREATE TABLE dk_schedules (
    schedule_id INTEGER PRIMARY KEY NOT NULL,
    cron TEXT,
    misfire TEXT,
    misfire_seconds INTEGER,
    ttl_seconds INTEGER,
    timed_at TEXT,
    resumed_at TEXT,
    request_id TEXT,
    request_hash TEXT,
    requested_at TEXT
);

CREATE UNIQUE INDEX idx_dk_schedules_request ON dk_schedules (request_id) WHERE request_id IS NOT NULL;

-- Which rows of kb_schedule were inserted, changed or deleted, by whomever.
CREATE TABLE dk_schedule_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id INTEGER NOT NULL,
    changed_at TEXT NOT NULL
);

-- As in 0003_outbox.sql, with what people read about an occurrence that was not sent.
CREATE TABLE dk_schedule_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id INTEGER NOT NULL,
    due_at TEXT NOT NULL,
    started_at TEXT NOT NULL,
    is_manual INTEGER NOT NULL DEFAULT 0,
    message_seq INTEGER,
    skip_reason TEXT,
    skip_detail TEXT,
    UNIQUE (schedule_id, due_at)
);
