using System.Globalization;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>What the shop's PHP writes to plan a notice.</summary>
internal static class ShopSchedule
{
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    /// <summary>The time as the shop writes it.</summary>
    public static string Wall(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, Seoul).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Plans a notice that goes out once, into room 1, by the columns that the shop fills.</summary>
    public static void Insert(Database shop, string bot, DateTimeOffset due, string text, string images1 = "[]", string images2 = "[]")
    {
        var wall = Wall(due).Split(' ');
        Assert.Equal(1, shop.Execute($"""
            INSERT INTO kb_schedule (
                title, created_by_type, created_by_id, target_bot_name, target_device_id, target_room_id, message_text, message_images_1,
                message_images_2, image_storage_mode, send_interval_seconds, media_wait_time_1, media_wait_time_2, schedule_type, schedule_date,
                schedule_time, valid_from, valid_until, status, next_send_at, send_count)
            VALUES (
                '공동구매', 'distributor', 'shop', '{bot}', '{new PhoneProfile().DeviceId}', '1', '{text}', '{images1}',
                '{images2}', 'base64', 1, 0, 0, 'once', '{wall[0]}',
                '{wall[1]}', '{wall[0]} 00:00:00', '{wall[0]} 23:59:59', 'active', '{wall[0]} {wall[1]}', 0)
            """));
    }
}
