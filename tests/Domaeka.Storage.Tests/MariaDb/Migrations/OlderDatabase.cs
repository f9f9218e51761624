namespace Domaeka.Storage.Tests.MariaDb.Migrations;

/// <summary>A database as older servers and their web admins left it: one of the shapes that are known from the field.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Script">What makes it, rows included.</param>
/// <param name="Queries">What the web admin asks it; the answers must be the same behind the migration.</param>
/// <param name="Edits">What the web admin does to it; must work behind the migration as before.</param>
public sealed record OlderDatabase(string Name, string Script, IReadOnlyList<string> Queries, IReadOnlyList<string> Edits)
{
    private const string ReferenceChatLogs = """
        CREATE TABLE `kb_chat_logs` (
          `id` int(11) NOT NULL COMMENT '기본키',
          `channel_id` varchar(50) NOT NULL COMMENT '카카오톡 채널 ID (방 고유 ID)',
          `user_hash` varchar(100) NOT NULL COMMENT '해당 방 내 유저 고유 ID',
          `room_name` varchar(255) DEFAULT NULL COMMENT '카카오톡 방 이름 (변동 가능성 있음)',
          `sender` varchar(100) DEFAULT NULL COMMENT '보낸 사람 이름 (변동 가능성 있음)',
          `message` text CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL COMMENT '메시지 내용',
          `directive` varchar(30) DEFAULT NULL COMMENT '지시어(접두어)',
          `message_type` varchar(20) NOT NULL COMMENT 'normal, command, auto_replay 등',
          `is_meaningful` tinyint(1) NOT NULL DEFAULT 0 COMMENT '의미 있는 메시지 여부',
          `bot_name` varchar(30) NOT NULL COMMENT '봇 이름',
          `is_mention` tinyint(1) NOT NULL DEFAULT 0 COMMENT '멘션 여부',
          `is_group_chat` tinyint(1) NOT NULL DEFAULT 0 COMMENT '그룹채팅 여부',
          `log_id` varchar(50) DEFAULT NULL COMMENT '메시지 고유 ID',
          `client_timestamp` datetime DEFAULT NULL COMMENT '클라이언트 전송 시간',
          `server_timestamp` datetime DEFAULT current_timestamp() COMMENT '서버 수신 시각',
          `is_bot` tinyint(1) DEFAULT 0 COMMENT 'sender가 bot인 경우',
          `is_our_bot_response` tinyint(1) NOT NULL DEFAULT 0 COMMENT '우리 봇이 생성한 응답 여부',
          `is_scheduled` tinyint(1) NOT NULL DEFAULT 0 COMMENT '스케줄링된 메시지 여부'
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='카카오봇 대화 로그 테이블';
        ALTER TABLE `kb_chat_logs` ADD PRIMARY KEY (`id`), ADD KEY `idx_channel_user_time` (`channel_id`,`user_hash`,`server_timestamp`), ADD KEY `idx_meaningful` (`is_meaningful`);
        """;

    private const string ChatRows = """
        INSERT INTO kb_chat_logs (id, channel_id, user_hash, room_name, sender, message, message_type, bot_name, log_id, server_timestamp)
        VALUES (41, '18429813', 'h1', '공동구매', '홍길동', '안녕하세요', 'normal', 'LOA.i', '3012', '2025-06-07 08:09:10'),
            (42, '18429813', 'h2', '공동구매', 'LOA.i', '에코', 'auto_replay', 'LOA.i', '', '2025-06-07 08:09:11');
        """;

    private const string ChatQuery =
        "SELECT concat_ws('|', id, channel_id, sender, message, message_type, server_timestamp) FROM kb_chat_logs WHERE channel_id = '18429813' ORDER BY id";

    private const string RoomColumns = """
        room_name varchar(255) NOT NULL, room_concurrency int(11) NOT NULL DEFAULT 2, room_owners longtext DEFAULT NULL, log_settings longtext DEFAULT NULL,
        status enum('pending','approved','denied','revoked','blocked') NOT NULL DEFAULT 'pending', descryption text DEFAULT NULL,
        created_at datetime DEFAULT NULL, updated_at datetime DEFAULT NULL
        """;

    /// <summary>Every shape.</summary>
    public static IReadOnlyList<OlderDatabase> All { get; } =
    [
        new(
            "documented tables, int ids, devices unique by phone alone, rooms by room alone",
            $"""
            {ReferenceChatLogs}
            ALTER TABLE `kb_chat_logs` MODIFY `id` int(11) NOT NULL AUTO_INCREMENT COMMENT '기본키';
            {ChatRows}
            CREATE TABLE kb_bot_devices (
                id int(11) NOT NULL AUTO_INCREMENT, bot_name varchar(30) NOT NULL, device_id varchar(100) NOT NULL, ip_address varchar(45) DEFAULT NULL,
                status enum('pending','approved','denied','revoked','blocked') NOT NULL DEFAULT 'pending', client_type varchar(50) NOT NULL,
                client_version varchar(20) NOT NULL, shop_note varchar(20) NOT NULL, created_at datetime NOT NULL DEFAULT current_timestamp(),
                updated_at datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
                PRIMARY KEY (id), UNIQUE KEY uk_device (device_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='기기; 목록';
            INSERT INTO kb_bot_devices (id, bot_name, device_id, status, client_type, client_version, shop_note, created_at)
                VALUES (7, 'LOA.i', 'abc', 'approved', 'MessengerBotR', '3.1', 'keep', '2025-01-02 03:04:05');
            CREATE TABLE kb_rooms (room_id varchar(50) NOT NULL PRIMARY KEY, bot_name varchar(30) NOT NULL, {RoomColumns}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_rooms (room_id, bot_name, room_name, room_owners, log_settings, status, descryption, created_at)
                VALUES ('18429813', 'LOA.i', '사과방', '["방장"]', '{EnabledJson}', 'approved', '옛 설명', '2025-01-02 03:04:05');
            """,
            [
                ChatQuery,
                "SELECT concat_ws('|', id, bot_name, device_id, status, shop_note, created_at) FROM kb_bot_devices ORDER BY id",
                "SELECT concat_ws('|', r.room_id, r.room_name, r.status, r.room_concurrency, r.descryption, d.status) FROM kb_rooms r LEFT JOIN kb_bot_devices d ON d.bot_name = r.bot_name",
                "SELECT concat_ws('|', l.message, r.room_name) FROM kb_chat_logs l JOIN kb_rooms r ON r.room_id = l.channel_id AND r.bot_name = l.bot_name ORDER BY l.id",
                "SELECT table_comment FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'kb_bot_devices'",
            ],
            [
                "UPDATE kb_bot_devices SET status = 'blocked' WHERE id = 7",
                "INSERT INTO kb_bot_devices (bot_name, device_id, client_type, client_version, shop_note) VALUES ('LOA.i', 'new', 'x', '1', 'n')",
                "UPDATE kb_rooms SET status = 'denied', descryption = '새 설명' WHERE room_id = '18429813'",
                "INSERT INTO kb_rooms (room_id, bot_name, room_name) VALUES ('2', 'LOA.i', '새 방')",
            ]),
        new(
            "a dump without the numbering, bigint ids, rooms keyed by bot and phone too",
            $"""
            {ReferenceChatLogs}
            {ChatRows}
            CREATE TABLE kb_bot_devices (
                id bigint(20) NOT NULL, bot_name varchar(64) NOT NULL, device_id varchar(128) NOT NULL, ip_address varchar(64) DEFAULT NULL,
                status enum('pending','approved','denied','revoked','blocked') DEFAULT 'pending', client_type varchar(64) DEFAULT NULL,
                client_version varchar(32) DEFAULT NULL, max_message_size int(11) DEFAULT NULL, approved_at datetime DEFAULT NULL,
                rejection_reason text DEFAULT NULL, description text DEFAULT NULL, created_at datetime DEFAULT current_timestamp(), updated_at datetime DEFAULT NULL
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
            ALTER TABLE kb_bot_devices ADD PRIMARY KEY (id), ADD UNIQUE KEY bot_device (bot_name, device_id);
            INSERT INTO kb_bot_devices (id, bot_name, device_id, status, max_message_size) VALUES (3, 'LOA.i', 'abc', 'approved', 4096);
            CREATE TABLE kb_rooms (
                room_id varchar(100) NOT NULL, bot_name varchar(64) NOT NULL, device_id varchar(128) NOT NULL, owner_type enum('distributor','agency','branch') DEFAULT NULL,
                owner_id varchar(50) DEFAULT NULL, approved_at datetime DEFAULT NULL, rejection_reason text, {RoomColumns},
                PRIMARY KEY (room_id, bot_name, device_id), KEY idx_owner (owner_type, owner_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_rooms (room_id, bot_name, device_id, room_name, status, updated_at, owner_type, owner_id) VALUES
                ('1', 'a', 'x', 'one', 'approved', '2025-01-01 00:00:00', 'agency', '7'), ('1', 'a', 'y', 'one', 'blocked', '2024-01-01 00:00:00', 'agency', '7'),
                ('2', 'a', 'x', 'two', 'pending', '2025-01-01 00:00:00', NULL, NULL), ('2', 'a', 'y', 'two', 'approved', '2024-01-01 00:00:00', NULL, NULL);
            """,
            [
                ChatQuery,
                "SELECT concat_ws('|', id, bot_name, device_id, status, max_message_size) FROM kb_bot_devices",
                "SELECT concat_ws('|', room_id, owner_id) FROM kb_rooms WHERE owner_type = 'agency' GROUP BY room_id, owner_id",
            ],
            ["UPDATE kb_rooms SET status = 'approved' WHERE room_id = '1' AND bot_name = 'a'", "DELETE FROM kb_bot_devices WHERE id = 3"]),
        new(
            "utf8 of three bytes, MyISAM, timestamps, every text of the chat log required",
            """
            CREATE TABLE kb_chat_logs (
                id bigint(20) unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, channel_id varchar(50) NOT NULL, user_hash varchar(100) NOT NULL, room_name varchar(255) NOT NULL,
                sender varchar(100) NOT NULL, message text NOT NULL, directive varchar(30) NOT NULL, message_type enum('normal','command') NOT NULL,
                is_meaningful tinyint(1) NOT NULL DEFAULT 0, bot_name varchar(30) NOT NULL, is_mention tinyint(1) NOT NULL DEFAULT 0,
                is_group_chat tinyint(1) NOT NULL DEFAULT 0, log_id varchar(50) NOT NULL, client_timestamp datetime NOT NULL,
                server_timestamp timestamp NOT NULL DEFAULT current_timestamp(), is_bot tinyint(1) DEFAULT 0, is_our_bot_response tinyint(1) NOT NULL DEFAULT 0,
                is_scheduled tinyint(1) NOT NULL DEFAULT 0, created_at timestamp NULL DEFAULT current_timestamp(),
                KEY idx_channel (channel_id), KEY idx_user (user_hash), KEY idx_room (room_name), KEY idx_time (server_timestamp)) ENGINE=MyISAM DEFAULT CHARSET=utf8mb3;
            INSERT INTO kb_chat_logs (id, channel_id, user_hash, room_name, sender, message, directive, message_type, bot_name, log_id, client_timestamp, server_timestamp)
                VALUES (41, '18429813', 'h', 'r', 's', '옛날', '', 'normal', 'LOA.i', '', '0000-00-00 00:00:00', '2025-06-07 08:09:10');
            CREATE TABLE kb_ping_monitor (
                id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, bot_name varchar(50) NOT NULL, device_id varchar(100) DEFAULT NULL, client_ip varchar(45) NOT NULL,
                ping_time_ms int(11) DEFAULT NULL, rtt_ms int(11) DEFAULT NULL, client_status longtext CHECK (json_valid(client_status)), is_manual tinyint(1) NOT NULL DEFAULT 0,
                ping_timestamp datetime DEFAULT NULL, created_at timestamp NOT NULL DEFAULT current_timestamp()) ENGINE=MyISAM DEFAULT CHARSET=utf8mb3;
            INSERT INTO kb_ping_monitor (bot_name, client_ip, rtt_ms) VALUES ('LOA.i', '10.0.0.1', 20), ('LOA.i', '10.0.0.1', 40);
            CREATE TABLE kb_bot_server_mapping (bot_name varchar(50) PRIMARY KEY, server_id varchar(50), connected_at datetime, last_ping_at datetime, is_active tinyint(1)) DEFAULT CHARSET=utf8mb3;
            INSERT INTO kb_bot_server_mapping VALUES ('LOA.i', '10.0.0.1:1490', NULL, NULL, 1);
            """,
            [
                "SELECT concat_ws('|', id, message, client_timestamp, server_timestamp) FROM kb_chat_logs",
                "SELECT avg(rtt_ms) FROM kb_ping_monitor WHERE bot_name = 'LOA.i' GROUP BY bot_name",
                "SELECT concat_ws('|', m.server_id, p.rtt_ms) FROM kb_bot_server_mapping m JOIN kb_ping_monitor p ON p.bot_name = m.bot_name ORDER BY p.id",
                "SELECT count(*) FROM kb_chat_logs WHERE date(server_timestamp) = '2025-06-07'",
            ],
            ["INSERT INTO kb_ping_monitor (bot_name, client_ip, client_status) VALUES ('b', 'c', '{}')", "DELETE FROM kb_chat_logs WHERE id = 41"]),
        new(
            "small old chat log, servers and processes with plain ids and the oldest words",
            """
            CREATE TABLE kb_chat_logs (id int AUTO_INCREMENT PRIMARY KEY, room_id varchar(50), sender varchar(50), message text, response text, created_at datetime) DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_chat_logs (room_id, sender, message, response) VALUES ('1', 's', 'question', 'answer');
            CREATE TABLE kb_chat_logs_old (taken int);
            CREATE TABLE kb_servers (id int AUTO_INCREMENT PRIMARY KEY, server_name varchar(100) NOT NULL, server_host varchar(45) NOT NULL,
                status enum('active','inactive','maintenance') NOT NULL DEFAULT 'active', created_at timestamp NOT NULL DEFAULT current_timestamp()) DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_servers (server_name, server_host) VALUES ('main', '10.0.0.1');
            CREATE TABLE kb_server_processes (id int AUTO_INCREMENT PRIMARY KEY, server_id int NOT NULL, process_name varchar(100) NOT NULL UNIQUE, port int,
                status enum('stopped','running','error') DEFAULT 'stopped', FOREIGN KEY (server_id) REFERENCES kb_servers (id)) DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_server_processes (id, server_id, process_name, port) VALUES (3, 1, 'server-test-01', 1481);
            CREATE TABLE kb_system_monitor (id int AUTO_INCREMENT PRIMARY KEY, server_name varchar(50) NOT NULL, cpu_percent float, recorded_at datetime) DEFAULT CHARSET=utf8mb4;
            """,
            [
                "SELECT concat_ws('|', p.id, p.process_name, p.port, s.server_name, s.status) FROM kb_server_processes p JOIN kb_servers s ON s.id = p.server_id",
                "SELECT count(*) FROM kb_system_monitor WHERE server_name = 'main'",
            ],
            ["INSERT INTO kb_servers (server_name, server_host) VALUES ('two', 'h')", "UPDATE kb_server_processes SET status = 'running' WHERE id = 3"]),
        new(
            "schedules of the shop with enumerations, JSON and dates of their own types",
            """
            CREATE TABLE kb_schedule (
                id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, title varchar(200) NOT NULL, description text, created_by_type enum('distributor','agency','branch') NOT NULL,
                created_by_id varchar(50) NOT NULL, created_by_mb_id varchar(50) NOT NULL, target_bot_name varchar(50) NOT NULL, target_device_id varchar(100) NOT NULL,
                target_room_id varchar(50) NOT NULL, message_text text, message_images_1 json, message_images_2 json, message_thumbnails_1 json, message_thumbnails_2 json,
                image_storage_mode enum('file') NOT NULL DEFAULT 'file', send_interval_seconds int DEFAULT 1, media_wait_time_1 int DEFAULT 0, media_wait_time_2 int DEFAULT 0,
                schedule_type enum('once','daily','weekly') NOT NULL, schedule_date date, schedule_time time, schedule_times json,
                schedule_weekdays set('monday','tuesday','wednesday','thursday','friday','saturday','sunday'), valid_from datetime NOT NULL, valid_until datetime NOT NULL,
                status enum('active','inactive','completed','error') NOT NULL DEFAULT 'active', last_sent_at timestamp NULL DEFAULT NULL, next_send_at datetime NOT NULL,
                send_count int NOT NULL DEFAULT 0, created_at timestamp NOT NULL DEFAULT current_timestamp(), updated_at timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
                KEY idx_status (status), CONSTRAINT known_count CHECK (send_count < 5)) DEFAULT CHARSET=utf8mb4;
            SET time_zone = '+09:00';
            INSERT INTO kb_schedule (id, title, created_by_type, created_by_id, created_by_mb_id, target_bot_name, target_device_id, target_room_id, message_text, message_images_1,
                schedule_type, schedule_time, schedule_weekdays, valid_from, valid_until, next_send_at, last_sent_at)
                VALUES (5, '점심', 'agency', '1', 'mb', 'LOA.i', '', '18429813', '점심 공지', '[]', 'weekly', '19:00:00', 'monday,sunday', '2025-01-01', '2030-01-01', '2026-11-22 19:00:00', '2026-11-16 19:00:01');
            SET time_zone = '+00:00';
            CREATE TABLE kb_schedule_logs (
                id int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, schedule_id int NOT NULL, target_room_id varchar(50) NOT NULL, sent_message_text text NOT NULL, sent_images_1 json NOT NULL,
                send_components set('text','images_1','images_2') NOT NULL, status enum('success','failed') NOT NULL, error_message text NOT NULL, operator varchar(20) NOT NULL,
                scheduled_at datetime NOT NULL, created_at timestamp NOT NULL DEFAULT current_timestamp(), UNIQUE KEY once (schedule_id)) DEFAULT CHARSET=utf8mb4;
            INSERT INTO kb_schedule_logs (id, schedule_id, target_room_id, sent_message_text, sent_images_1, send_components, status, error_message, operator, scheduled_at)
                VALUES (7, 5, '18429813', '점심 공지', '[]', 'text', 'success', '', 'kim', '2026-11-16 19:00:00');
            """,
            [
                "SELECT concat_ws('|', id, title, schedule_time, schedule_weekdays, next_send_at, status) FROM kb_schedule WHERE status = 'active' AND find_in_set('monday', schedule_weekdays)",
                "SELECT concat_ws('|', l.id, l.operator, s.title, l.status) FROM kb_schedule_logs l JOIN kb_schedule s ON s.id = l.schedule_id",
            ],
            [
                "INSERT INTO kb_schedule (title, created_by_type, created_by_id, created_by_mb_id, target_bot_name, target_device_id, target_room_id, schedule_type, schedule_date, schedule_time, valid_from, valid_until, next_send_at) "
                + "VALUES ('x', 'branch', '1', 'mb', 'LOA.i', '', '1', 'once', '2026-11-22', '19:00', '2025-01-01', '2030-01-01', '2026-11-22 19:00:00')",
                "UPDATE kb_schedule SET status = 'cancelled' WHERE id = 5",
            ]),
    ];

    private const string EnabledJson = "{\"enabled\":false,\"retention_days\":30}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
