using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Support;

/// <summary>Short words for tests of delivery.</summary>
internal static class OutboxDriver
{
    public static PlayedPhone Play(this CoreFixture core, DeviceKey? device = null, string id = "p1", DateTimeOffset? signedAt = null)
    {
        var phone = new PlayedPhone(device ?? CoreFixture.Phone, id) { LastSignedAt = signedAt };
        core.Get<IConnectionRegistry>().Add(phone);
        core.Get<IConnectionRegistry>().Promote(phone);
        return phone;
    }

    /// <summary>The link breaks and the connection is unregistered, as an adapter does it.</summary>
    public static void Drop(this CoreFixture core, PlayedPhone phone)
    {
        core.Get<IConnectionRegistry>().Remove(phone);
        phone.Break();
    }

    public static async Task<string> SendAsync(
        this CoreFixture core, string text, Func<SendRequest, SendRequest>? change = null, RoomKey? room = null)
    {
        var request = new SendRequest(room ?? CoreFixture.RoomKey, new TextContent(text));
        var result = await core.Get<IMessageSender>().SendAsync(change?.Invoke(request) ?? request, default).DefaultTimeout();
        Assert.Equal(SendFailure.None, result.Failure);
        return result.Message!.Header.Id;
    }

    public static DeliveryState StateOf(this CoreFixture core, string id) => core.Outbox.Row(id).Progress.State;

    public static Task StateAsync(this CoreFixture core, string id, DeliveryState state) =>
        Eventually.TrueAsync(() => core.StateOf(id) == state);

    public static Task EndedAsync(this CoreFixture core, string id) => Eventually.TrueAsync(() => core.Outbox.Row(id).Progress.IsEnded);

    public static Task<OutboxMessage?> ReadAsync(this CoreFixture core, string id) => core.Get<IMessageReader>().FindAsync(id, default).DefaultTimeout();

    public static async Task<DeliveryReason> ReasonAsync(this CoreFixture core, string id) => (await core.ReadAsync(id))!.Header.Progress.Reason;
}
