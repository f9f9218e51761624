using System.Buffers;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;

namespace Domaeka.Bench;

/// <summary>What a phone of the benchmark is called and says.</summary>
internal sealed class PhoneScript
{
    private readonly PhoneEncoder _encoder = new(WireDialect.V33);
    private readonly DeviceKey _key;

    public PhoneScript(int index)
    {
        _key = KeyOf(index);
        Auth = new PhoneSigner(ServerProcess.SecretKey, ServerProcess.Salt).Sign(new PhoneAuth
        {
            ClientType = "MessengerBotR",
            BotName = _key.BotName,
            DeviceUuid = _key.DeviceId,
            DeviceId = _key.DeviceId,
            MacAddress = "02:00:00:00:00:00",
            IpAddress = "127.0.0.1",
            Timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            Version = "3.3.3",
        });
        Handshake = Encode(new HandshakeMessage
        {
            BotName = _key.BotName,
            DeviceId = _key.DeviceId,
            Version = "3.3.3",
            ClientType = "MessengerBotR",
        });
    }

    public PhoneAuth Auth { get; }

    public byte[] Handshake { get; }

    public static DeviceKey KeyOf(int index) => new($"bench{index}", $"{index:x16}");

    public static RoomKey RoomOf(int index) => new($"bench{index}", $"{18446369739000000 + index}");

    public static string RoomNameOf(int index) => $"공동구매방 {index}";

    public byte[] PingReply(string token) => Encode(new PingReply { BotName = _key.BotName, Token = token, Auth = Auth });

    public byte[] Encode(InboundMessage message)
    {
        var line = new ArrayBufferWriter<byte>();
        var result = _encoder.Encode(message, line);
        return result == EncodeResult.Written ? line.WrittenSpan.ToArray() : throw new InvalidOperationException($"Not encodable: {result}.");
    }
}
