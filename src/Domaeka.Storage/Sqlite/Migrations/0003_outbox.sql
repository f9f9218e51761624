-- Messages on their way, what happened to them, and the schedules' side of it. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff'.

-- A message. What follows behind part_count changes while it is on its way; the row is done when ended_at is set. The content is kept apart
-- (dk_contents), or every change would write it again.
CREATE TABLE dk_outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    bot_name TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    redelivery TEXT NOT NULL,
    preferred_device_id TEXT,
    not_before TEXT,
    expire_at TEXT,
    collapse_key TEXT,
    request_id TEXT,
    schedule_id INTEGER,
    due_at TEXT,
    created_at TEXT NOT NULL,
    part_count INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    is_sending INTEGER NOT NULL DEFAULT 0,
    parts_confirmed INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    device_id TEXT,
    written_at TEXT,
    ended_at TEXT,
    collapsed_into TEXT
);

-- Those on their way are few, and one index over all of them serves every filter. Those that have ended are many: their state does not
-- change any more, so that the indexes by which they are listed are written once for each message (seq is the last part of every index by itself).
-- (ended_at stands in the first one, always NULL, only so that SQLite need not look at the row for it.)
CREATE INDEX idx_dk_outbox_pending ON dk_outbox (seq, bot_name, channel_id, state, ended_at) WHERE ended_at IS NULL;
CREATE INDEX idx_dk_outbox_ended_room ON dk_outbox (bot_name, channel_id, state) WHERE ended_at IS NOT NULL;
CREATE INDEX idx_dk_outbox_ended_bot ON dk_outbox (bot_name, state) WHERE ended_at IS NOT NULL;
CREATE INDEX idx_dk_outbox_ended_state ON dk_outbox (state) WHERE ended_at IS NOT NULL;
CREATE INDEX idx_dk_outbox_ended_at ON dk_outbox (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX idx_dk_outbox_schedule ON dk_outbox (schedule_id) WHERE schedule_id IS NOT NULL;

-- What a message shows, as JSON.
CREATE TABLE dk_contents (
    message_seq INTEGER PRIMARY KEY,
    content TEXT NOT NULL
);

-- One writing of one part.
CREATE TABLE dk_deliveries (
    message_seq INTEGER NOT NULL,
    part INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    started_at TEXT NOT NULL,
    written_at TEXT,
    ended_at TEXT,
    PRIMARY KEY (message_seq, part, attempt)
) WITHOUT ROWID;

-- The callers' request ids.
CREATE TABLE dk_requests (
    request_id TEXT PRIMARY KEY NOT NULL,
    hash TEXT NOT NULL,
    message_seq INTEGER NOT NULL,
    created_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX idx_dk_requests_created ON dk_requests (created_at);

-- News for callers that watch.
CREATE TABLE dk_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    bot_name TEXT NOT NULL,
    channel_id TEXT,
    device_id TEXT,
    message_id TEXT,
    state TEXT,
    reason TEXT,
    parts_confirmed INTEGER,
    schedule_id INTEGER,
    status TEXT,
    is_online INTEGER
);

-- Which phones sit in a room, and by what name they know it.
CREATE TABLE dk_room_devices (
    bot_name TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    room_name TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (bot_name, channel_id, device_id)
) WITHOUT ROWID;

-- Every occurrence of a schedule that was dealt with: sent (message_seq is set) or skipped (skip_reason is).
CREATE TABLE dk_schedule_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    schedule_id INTEGER NOT NULL,
    due_at TEXT NOT NULL,
    started_at TEXT NOT NULL,
    is_manual INTEGER NOT NULL DEFAULT 0,
    message_seq INTEGER,
    skip_reason TEXT,
    UNIQUE (schedule_id, due_at)
);

CREATE INDEX idx_dk_schedule_runs_message ON dk_schedule_runs (message_seq) WHERE message_seq IS NOT NULL;
