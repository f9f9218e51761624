-- How many phones each process holds, so that those of one server can add up what they hold together.
-- live_bots is what kb_servers.current_bots tells; taken_places also counts phones that have not proven themselves, and is held against max_bots.
CREATE TABLE dk_process_load (
    process_name VARCHAR(100) NOT NULL,
    server_id BIGINT,
    live_bots INT NOT NULL,
    taken_places INT NOT NULL,
    reported_at DATETIME(3) NOT NULL,
    PRIMARY KEY (process_name),
    KEY idx_dk_process_load_server (server_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE={exact};
