using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Outbound;

/// <summary>The data of any line from the server: the union of what its events carry, since they share their keys.</summary>
internal struct OutboundFields
{
    public Positions Positions;
    public string? BotName;
    public string? ChannelId;
    public string? Compression;
    public string? Encoding;
    public string? Format;
    public string? Host;
    public string? Message;
    public string? Reason;
    public string? Room;
    public string? ServerVersion;
    public string? Text;
    public string? Token;
    public string? Type;
    public byte[]? Content;
    public int? Bytes;
    public double? MediaWait;
    public double? MigrateAfter;
    public double? Port;
    public double? ReconnectAfter;
    public double? SessionExpiresIn;
    public SessionToken? SessionToken;
    public bool IsApproved;
    public bool IsSuccess;
    private FieldSet _seen;

    public bool TryRead(ref JsonCursor cursor)
    {
        while (cursor.NextField(out var field))
        {
            if (!_seen.Add(field))
                return cursor.Fail(DecodeError.DuplicateKey, field);
            if (!TryReadValue(ref cursor, field))
                return false;
        }

        return true;
    }

    private bool TryReadValue(ref JsonCursor cursor, Field field)
    {
        switch (field)
        {
            case Field.Room:
                return cursor.TryReadString(field, out Room);
            case Field.Text:
                return cursor.TryReadStringIfAny(field, WireLimits.MaxDecodableBytes, out Text);
            case Field.ChannelId:
                return cursor.TryReadString(field, out ChannelId);
            case Field.BotName:
                return cursor.TryReadString(field, out BotName);
            case Field.ServerTimestamp:
                return cursor.TryReadString(field, out Token);
            case Field.MessageType:
                return cursor.TryReadString(field, out Type);
            case Field.MessageFormat:
                return cursor.TryReadString(field, out Format);
            case Field.ContentEncoding:
                return cursor.TryReadString(field, out Encoding);
            case Field.Encoding:
                return cursor.TryReadString(field, out Compression);
            case Field.Content:
                return cursor.TryReadBase64(field, out Content);
            case Field.Bytes:
                Bytes = cursor.ReadInt32OrNull();
                return true;
            case Field.Message:
                return cursor.TryReadString(field, out Message);
            case Field.Reason:
                return cursor.TryReadString(field, out Reason);
            case Field.NewHost:
                return cursor.TryReadString(field, out Host);
            case Field.ServerVersion:
                return cursor.TryReadString(field, out ServerVersion);
            case Field.Success:
                return cursor.TryReadBoolean(field, out IsSuccess);
            case Field.Approved:
                return cursor.TryReadBoolean(field, out IsApproved);
            case Field.MessagePositions:
                return Positions.TryRead(ref cursor, keep: true);
            case Field.MediaWaitTime:
                MediaWait = cursor.ReadNumberOrNull();
                return true;
            case Field.SessionToken:
                SessionToken = cursor.ReadSessionTokenOrNull();
                return true;
            case Field.SessionExpiresIn:
                SessionExpiresIn = cursor.ReadNumberOrNull();
                return true;
            case Field.ReconnectAfter:
                ReconnectAfter = cursor.ReadNumberOrNull();
                return true;
            case Field.NewPort:
                Port = cursor.ReadNumberOrNull();
                return true;
            case Field.MigrateAfter:
                MigrateAfter = cursor.ReadNumberOrNull();
                return true;
            default:
                cursor.SkipValue();
                return true;
        }
    }
}
