-- Tables of this server's own.

CREATE TABLE dk_api_keys (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT
);

CREATE TABLE dk_health (
    id INTEGER PRIMARY KEY,
    checked_at TEXT NOT NULL,
    ballast BLOB
);

-- The rows of kb_chat_logs by room, brought up to indexed_id in bulk. Rows behind it are few and are looked through.
CREATE TABLE dk_chat_index (
    channel_id TEXT NOT NULL,
    bot_name TEXT NOT NULL,
    chat_id INTEGER NOT NULL,
    PRIMARY KEY (channel_id, bot_name, chat_id)
) WITHOUT ROWID;

CREATE TABLE dk_chat_index_state (
    id INTEGER PRIMARY KEY,
    indexed_id INTEGER NOT NULL
);
