using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>How long a line keeps a script from working on (<c>docs/protocol.md</c>, "Confirmation").</summary>
internal static class PhoneBusyTime
{
    private static readonly TimeSpan SingleItem = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SeveralItems = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Handling = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan Fetch = TimeSpan.FromSeconds(30);

    /// <summary>
    /// At most, as long as everything goes as it may: the wait that the line or else the script sets, what the sending itself takes, and for
    /// each address the time-out of its fetching. Zero for anything but media.
    /// </summary>
    public static TimeSpan Of(OutboundLine line)
    {
        if (line is not MediaLine media)
            return TimeSpan.Zero;

        var wait = media.Wait > TimeSpan.Zero
            ? media.Wait.Value
            : media.Items.Count == 1 ? SingleItem : SeveralItems;
        var addresses = media.Items.Count(item => item.Url is not null);
        return wait + Handling + (Fetch * addresses);
    }
}
