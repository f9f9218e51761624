using Domaeka.Core.Delivery;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Tests.Rows;

public sealed class DeliveryWordsTests
{
    [Fact]
    public void Of_EveryState_ReadsBack() => Assert.All(
        Enum.GetValues<DeliveryState>(), state => Assert.Equal(state, DeliveryWords.State(DeliveryWords.ToWord(state))));

    [Fact]
    public void Of_EveryReason_ReadsBack() => Assert.All(
        Enum.GetValues<DeliveryReason>(), reason => Assert.Equal(reason, DeliveryWords.Reason(DeliveryWords.ToWord(reason))));

    // The words are in databases: a member that is renamed makes them unreadable.
    [Fact]
    public void Of_EveryMember_IsTheWordOfTheRelease()
    {
        Assert.Equal("queued held written confirmed failed expired cancelled uncertain", Words<DeliveryState>());
        Assert.Equal(
            "none not_before waiting_turn phone_busy device_offline pause room_not_approved device_not_approved room_name_ambiguous link_lost "
            + "server_stopped not_encodable line_too_long media_missing expired cancelled_by_caller collapsed",
            Words<DeliveryReason>());
        Assert.Equal("reply notice scheduled", Words<OutboundKind>());
        Assert.Equal("at_least_once at_most_once", Words<Redelivery>());
        Assert.Equal("image audio video document", Words<MediaKind>());
        Assert.Equal([0, 1, 2, 3], Enum.GetValues<DeliveryPriority>().Select(priority => (int)priority));
    }

    [Fact]
    public void Read_UnknownOrNone_ClaimsNothing()
    {
        Assert.Equal(DeliveryState.Uncertain, DeliveryWords.State("Confirmed"));
        Assert.Equal(DeliveryState.Uncertain, DeliveryWords.State(null));
        Assert.Equal(DeliveryReason.None, DeliveryWords.Reason(null));
        Assert.Equal(DeliveryPriority.Bulk, DeliveryWords.Priority(-1));
    }

    [Fact]
    public void Of_NoMember_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => DeliveryWords.ToWord((DeliveryState)99));

    private static string Words<T>()
        where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Select(StoredWords<T>.Of));
}
