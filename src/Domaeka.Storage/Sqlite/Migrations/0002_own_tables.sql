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
