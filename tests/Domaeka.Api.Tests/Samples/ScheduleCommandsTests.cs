extern alias samples;

using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;
using CommandTree = samples::Domaeka.Samples.Client.CommandTree;

namespace Domaeka.Api.Tests.Samples;

public sealed class ScheduleCommandsTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Schedules_FromCreationToDeletion_AreServed()
    {
        await api.AddRoomAsync("봇 1", "77", "방");
        var created = await Expect(
            0, "daily 09:00,19:00", "schedules", "create", "--room", "봇 1", "77", "--daily", "--time", "19:00", "09:00", "--title", "저녁",
            "--template", "{이름}님", "--value", "이름=홍길동", "--image", "https://shop.example/1.png", "--interval", "5", "--if-missed", "skip");
        var name = created.Split('\n')[0].Split(' ')[^1];

        await Expect(0, "저녁", "schedules", "list", "--bot", "봇 1", "--status", "active");
        await Expect(0, "이름=홍길동", "schedules", "get", name);
        await Expect(0, "cron 0 9 * * MON", "schedules", "update", name, "--cron", "0 9 * * MON");
        await Expect(0, "Mon,Sun 08:00 from 2026-01-01 until 2999-01-01",
            "schedules", "update", name, "--weekly", "Monday", "Sunday", "--time", "08:00", "--from", "2026-01-01", "--until", "2999-01-01");
        await Expect(0, "홍길동님", "schedules", "preview", name, "--count", "2");
        await Expect(0, "inactive", "schedules", "pause", name);
        await Expect(0, "active", "schedules", "resume", name["schedules/".Length..]);
        await Expect(0, "messages/", "schedules", "run", name, "--request-id", "r");
        await Expect(0, "messages/", "schedules", "runs", name);
        await Expect(0, "deleted", "schedules", "delete", name);
        await Expect(1, "SCHEDULE_NOT_FOUND", "schedules", "get", name);
    }

    [Fact]
    public async Task Schedules_WrongUsage_SaysWhatToDo()
    {
        await Expect(2, "exactly one", "schedules", "create", "--room", "b", "r", "--time", "19:00", "--text", "x");
        await Expect(2, "Nothing to change", "schedules", "update", "1");
        await Expect(2, "--late-minutes", "schedules", "update", "1", "--if-missed", "late");
        await Expect(2, "no NAME=VALUE", "schedules", "update", "1", "--template", "x", "--value", "y");
        await Expect(1, "schedule.recurrence", "schedules", "create", "--room", "b", "r", "--text", "x");
    }

    private async Task<string> Expect(int expected, string part, params string[] arguments)
    {
        using var text = new StringWriter();
        string[] session = ["--key-file", api.Host.AdminKeyPath, "--address", api.Host.GrpcAddress.ToString()];
        var exitCode = await CommandTree.RunAsync([.. arguments, .. session], text, text).DefaultTimeout();

        Assert.True(expected == exitCode, $"{string.Join(' ', arguments)} gave {exitCode}: {text}");
        Assert.Contains(part, text.ToString(), StringComparison.Ordinal);
        return text.ToString();
    }
}
