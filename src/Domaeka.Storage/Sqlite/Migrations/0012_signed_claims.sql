-- The phones' connections once more, with the newest time that the phone had signed, by its own clock, when it was claimed.
CREATE TABLE dk_phones (
    bot_name TEXT NOT NULL,
    device_id TEXT NOT NULL,
    instance_id INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    claimed_at TEXT NOT NULL,
    signed_at TEXT,
    PRIMARY KEY (bot_name, device_id)
) WITHOUT ROWID;

CREATE INDEX idx_dk_phones_instance ON dk_phones (instance_id);
