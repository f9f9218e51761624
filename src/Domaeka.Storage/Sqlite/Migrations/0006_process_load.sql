-- How many phones each process holds, so that those of one server can add up what they hold together. Times are UTC, 'yyyy-MM-dd HH:mm:ss.fff'.
-- live_bots is what kb_servers.current_bots tells; taken_places also counts phones that have not proven themselves, and is held against max_bots.
CREATE TABLE dk_process_load (
    process_name VARCHAR(100) PRIMARY KEY NOT NULL,
    server_id INTEGER,
    live_bots INTEGER NOT NULL,
    taken_places INTEGER NOT NULL,
    reported_at TEXT NOT NULL
);

CREATE INDEX idx_dk_process_load_server ON dk_process_load (server_id);
