using Domaeka.Api.Mapping;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using CoreKind = Domaeka.Core.Delivery.MediaKind;
using CoreReason = Domaeka.Core.Delivery.DeliveryReason;
using CoreRedelivery = Domaeka.Core.Delivery.Redelivery;
using CoreState = Domaeka.Core.Delivery.DeliveryState;
using ProtoKind = Domaeka.V1.MediaKind;
using ProtoReason = Domaeka.V1.DeliveryReason;
using ProtoRedelivery = Domaeka.V1.Redelivery;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Tests.Mapping;

public sealed class SameNamesTests
{
    [Fact]
    public void Map_EveryValue_IsOneToOne()
    {
        IsOneToOne<CoreState, ProtoState>();
        IsOneToOne<CoreReason, ProtoReason>();
        IsOneToOne<CoreKind, ProtoKind>();
        IsOneToOne<CoreRedelivery, ProtoRedelivery>();
        IsOneToOne<DeliveryPriority, MessagePriority>();
    }

    [Fact]
    public void Map_None_IsUnspecifiedAndBack()
    {
        Assert.Equal(ProtoReason.Unspecified, SameNames<CoreReason, ProtoReason>.Map(CoreReason.None));
        Assert.Equal(CoreReason.None, SameNames<ProtoReason, CoreReason>.Map(ProtoReason.Unspecified));
    }

    [Fact]
    public void Find_Unspecified_IsNullWhereCoreHasNoNone()
    {
        Assert.Null(SameNames<ProtoState, CoreState>.Find(ProtoState.Unspecified));
        Assert.Throws<ArgumentOutOfRangeException>(() => SameNames<ProtoState, CoreState>.Map(ProtoState.Unspecified));
    }

    private static void IsOneToOne<TCore, TProto>()
        where TCore : struct, System.Enum
        where TProto : struct, System.Enum
    {
        var mapped = System.Enum.GetValues<TCore>().Select(SameNames<TCore, TProto>.Map).ToHashSet();
        Assert.Equal(System.Enum.GetValues<TCore>().Length, mapped.Count);

        // But for the unspecified one, which Core may lack, no value of the API is out of reach.
        Assert.All(System.Enum.GetValues<TProto>().Except(mapped), value => Assert.Equal("Unspecified", value.ToString()));
        Assert.Equal(System.Enum.GetValues<TCore>(), mapped.Select(SameNames<TProto, TCore>.Map).Order());
    }
}
