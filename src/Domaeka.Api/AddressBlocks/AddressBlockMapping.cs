using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Guard;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreBlock = Domaeka.Core.Guard.AddressBlock;
using ProtoBlock = Domaeka.V1.AddressBlock;

namespace Domaeka.Api.AddressBlocks;

/// <summary>Blocks of Core and of the API, both ways.</summary>
internal static class AddressBlockMapping
{
    public static ProtoBlock ToProto(this CoreBlock block) => new()
    {
        Name = ResourceNames.ForAddressBlock(block.Network),
        Address = ClientNetwork.ToText(block.Network),
        Reason = block.Reason,
        Origin = block.Origin == BlockOrigin.Manual ? AddressBlockOrigin.Manual : AddressBlockOrigin.Automatic,
        CreateTime = Timestamp.FromDateTimeOffset(block.CreatedAt),
        ExpireTime = Timestamp.FromDateTimeOffset(block.ExpiresAt),
    };

    /// <summary>A validated request's block.</summary>
    /// <param name="block">What is asked for.</param>
    /// <param name="now">Since when.</param>
    /// <param name="otherwise">How long it holds when that is not said.</param>
    public static CoreBlock ToCore(this ProtoBlock block, DateTimeOffset now, TimeSpan otherwise)
    {
        // Cut to what the tables hold, so that the answer is what a later one will be.
        var created = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        ClientNetwork.TryParse(block.Address, out var network);
        return new CoreBlock
        {
            Network = network,
            Origin = BlockOrigin.Manual,
            Reason = block.Reason,
            CreatedAt = created,
            ExpiresAt = block.ExpirationCase switch
            {
                ProtoBlock.ExpirationOneofCase.ExpireTime => Timestamps.Read(block.ExpireTime) ?? created + otherwise,
                ProtoBlock.ExpirationOneofCase.Ttl => created + block.Ttl.ToTimeSpan(),
                _ => created + otherwise,
            },
        };
    }
}
