using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Signing;

/// <summary>
/// The signed bytes and their HMAC-SHA256:
/// <c>clientType|botName|deviceUUID|macAddress|ipAddress|timestamp|salt</c> in UTF-8.
/// </summary>
internal static class SignatureInput
{
    private const int StackBytes = 512;
    private const int MaxTimestampBytes = 20;
    private const int Separators = 6;

    public static void Compute(PhoneAuth auth, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, Span<byte> mac)
    {
        var units = auth.ClientType.Length + auth.BotName.Length + auth.DeviceUuid.Length
            + auth.MacAddress.Length + auth.IpAddress.Length;
        var capacity = Encoding.UTF8.GetMaxByteCount(units) + MaxTimestampBytes + Separators + salt.Length;

        byte[]? rented = null;
        var input = capacity <= StackBytes
            ? stackalloc byte[StackBytes]
            : (rented = ArrayPool<byte>.Shared.Rent(capacity));
        try
        {
            var length = 0;
            Append(auth.ClientType, input, ref length);
            Append(auth.BotName, input, ref length);
            Append(auth.DeviceUuid, input, ref length);
            Append(auth.MacAddress, input, ref length);
            Append(auth.IpAddress, input, ref length);
            auth.Timestamp.TryFormat(input[length..], out var digits, default, CultureInfo.InvariantCulture);
            length += digits;
            input[length++] = (byte)'|';
            salt.CopyTo(input[length..]);
            length += salt.Length;
            HMACSHA256.HashData(key, input[..length], mac);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Append(string field, Span<byte> input, ref int length)
    {
        length += Encoding.UTF8.GetBytes(field, input[length..]);
        input[length++] = (byte)'|';
    }
}
