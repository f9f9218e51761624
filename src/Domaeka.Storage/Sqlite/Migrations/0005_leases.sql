-- Which of several server processes on this database does what. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff', by the database's clock.

-- One run of a server process. Its number is never given out again: what is done in its name is refused once ended_at is set.
CREATE TABLE dk_instances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    process_name TEXT NOT NULL,
    started_at TEXT NOT NULL,
    lease_until TEXT NOT NULL,
    ended_at TEXT
);

-- Whose the messages to a room are. A room that never had one has no row.
CREATE TABLE dk_lanes (
    bot_name TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    instance_id INTEGER NOT NULL,
    PRIMARY KEY (bot_name, channel_id)
) WITHOUT ROWID;

CREATE INDEX idx_dk_lanes_instance ON dk_lanes (instance_id);

-- What one process has to tell another.
CREATE TABLE dk_mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    from_instance INTEGER NOT NULL,
    bot_name TEXT,
    channel_id TEXT,
    message_seq INTEGER,
    argument TEXT,
    posted_at TEXT NOT NULL
);

CREATE INDEX idx_dk_mail_instance ON dk_mail (instance_id);

-- Where the connected phones are.
CREATE TABLE dk_phones (
    bot_name TEXT NOT NULL,
    device_id TEXT NOT NULL,
    instance_id INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    claimed_at TEXT NOT NULL,
    PRIMARY KEY (bot_name, device_id)
) WITHOUT ROWID;

CREATE INDEX idx_dk_phones_instance ON dk_phones (instance_id);

-- Numbers that only grow: 'phones' counts the changes of dk_phones.
CREATE TABLE dk_counters (
    name TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
) WITHOUT ROWID;
