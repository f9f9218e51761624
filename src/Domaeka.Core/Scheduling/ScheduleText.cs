using System.Globalization;

namespace Domaeka.Core.Scheduling;

/// <summary>What people read about runs that were not sent.</summary>
internal static class ScheduleText
{
    public const string Empty = "보낼 내용이 없습니다.";
    public const string TooLong = "문구가 너무 깁니다.";
    public const string NoImageDirectory = "이미지 폴더(Scheduling:ImageDirectory)가 설정되지 않아 파일 이미지를 보낼 수 없습니다.";
    public const string NoRoom = "보낼 봇 또는 채팅방이 지정되지 않았습니다.";
    public const string UnknownRoom = "서버가 모르는 채팅방입니다. 봇이 그 방의 메시지를 받은 적이 없습니다.";
    public const string Refused = "발송함에서 받지 않았습니다.";
    public const string Never = "발송 시각이 유효 기간에 들지 않습니다.";

    public static string MediaPrefix(string prefix) => $"\"{prefix}\"(으)로 시작하는 문구는 보낼 수 없습니다.";

    public static string MissingValues(IEnumerable<string> names) =>
        $"문구의 값이 없습니다: {string.Join(", ", names.Select(name => $"{{{name}}}"))}";

    public static string TooManyPictures(int count, int limit) => $"이미지가 {count}개입니다. 한 묶음에 {limit}개까지 보낼 수 있습니다.";

    public static string BadPicture(string name) => $"이미지를 읽을 수 없습니다: {name}";

    public static string PictureMissing(string name) => $"이미지 파일이 없거나 읽을 수 없습니다: {name}";

    public static string PictureTooLarge(string name, int limit) =>
        $"이미지가 너무 크거나 비어 있습니다: {name} ({limit / (1024 * 1024)}MB까지)";

    public static string Missed(DateTime due) => $"발송 시각({Time(due)})에 보내지 못했고 늦은 발송이 허용되지 않아 건너뛰었습니다.";

    public static string MissedSeveral(DateTime first, DateTime last) =>
        $"{Time(first)}부터 {Time(last)}까지의 발송을 제때 보내지 못해 건너뛰었습니다.";

    public static string MissedWhilePaused(DateTime due) => $"일시 정지된 동안 발송 시각({Time(due)})이 지났습니다.";

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
