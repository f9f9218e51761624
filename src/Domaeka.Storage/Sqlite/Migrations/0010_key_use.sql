-- API keys once more, with when each was last used (kept to about a minute), and which request made it.
CREATE TABLE dk_api_keys (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    last_used_at TEXT,
    request_id TEXT,
    request_hash TEXT
);

CREATE UNIQUE INDEX uq_dk_api_keys_request ON dk_api_keys (request_id);
