namespace Domaeka.Bench;

/// <summary>Phones that are connected and proven.</summary>
internal sealed class NoticePhones : IAsyncDisposable
{
    private readonly List<NoticePhone> _phones = [];
    private readonly List<Task> _running = [];

    public static async Task<NoticePhones> ConnectAsync(int count, int port, NoticeArrivals arrivals)
    {
        var phones = new NoticePhones();
        for (var index = 0; index < count; index++)
        {
            var phone = new NoticePhone(index, arrivals);
            phones._phones.Add(phone);
            await phone.ConnectAsync(port);
            phones._running.Add(Task.Run(phone.RunAsync));
        }

        await Task.WhenAll(phones._phones.Select(phone => phone.Proven)).WaitAsync(TimeSpan.FromSeconds(60));
        return phones;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
            phone.Dispose();
        await Task.WhenAll(_running);
    }
}
