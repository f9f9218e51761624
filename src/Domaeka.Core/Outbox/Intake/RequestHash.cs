using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Intake;

/// <summary>What a request asks for, in 64 hexadecimal digits: two requests that are alike have the same.</summary>
internal sealed class RequestHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private RequestHash()
    {
    }

    public static string Of(SendRequest request)
    {
        using var hash = new RequestHash();
        hash.Add(request.Room.BotName);
        hash.Add(request.Room.ChannelId);
        hash.Add($"{request.Kind}|{request.Priority}|{request.Redelivery}|{request.NotBefore?.UtcTicks}|{request.ExpireAt?.UtcTicks}");
        hash.Add(request.PreferredDeviceId ?? "");
        hash.Add(request.CollapseKey ?? "");
        foreach (var part in request.Parts)
            hash.Add(part);
        return Convert.ToHexStringLower(hash._hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Add(MessagePart part)
    {
        Add($"{part.PauseBefore.Ticks}");
        switch (part.Content)
        {
            case TextContent text:
                Add(text.Text);
                break;

            case MediaContent media:
                Add($"{media.Kind}|{media.Format}|{media.Wait?.Ticks}");
                foreach (var item in media.Items)
                {
                    Add(item.Uri?.ToString() ?? item.File?.Hash ?? "");
                    Add(item.Bytes.Span);
                }

                break;
        }
    }

    private void Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    /// <summary>Each part with its length, so that two requests cannot look alike by moving a border.</summary>
    private void Add(ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        _hash.AppendData(length);
        _hash.AppendData(part);
    }
}
