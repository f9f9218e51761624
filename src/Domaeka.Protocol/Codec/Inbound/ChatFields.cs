using System.Text;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// The data of a chat line. Legacy <c>analyze</c>: <c>room text sender isGroupChat channelId logId userHash isMention timestamp
/// botName clientType auth</c>, or the same with <c>packageName threadId</c>. v3.3 <c>message</c>: <c>room channel_id message_type
/// content_encoding message_positions timestamp timezone sender is_group_chat log_id user_hash is_mention bot_name client_type
/// auth</c>, and the text behind the JSON.
/// </summary>
internal struct ChatFields
{
    private FieldSet _seen;
    private Positions _positions;
    private PhoneAuth? _auth;
    private string? _room;
    private string? _text;
    private string? _sender;
    private string? _botName;
    private string? _channelId;
    private string? _logId;
    private string? _userHash;
    private string? _clientType;
    private string? _messageType;
    private string? _encoding;
    private string? _timestamp;
    private string? _timezone;
    private string? _packageName;
    private string? _threadId;
    private bool _isGroupChat;
    private bool _isMention;

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

    /// <summary>Makes the message of an <c>analyze</c> line.</summary>
    public readonly DecodeResult<InboundMessage> CompleteLegacy()
    {
        if (_text is null)
            return DecodeResult<InboundMessage>.Failure(DecodeError.MissingField, FieldText.Of(Field.Text));
        // The event is the older one, but what matters for the answer is what the script understands.
        return Build(_text, ChatMessage.TextType, PhoneVersion.DialectOf(_auth?.Version));
    }

    /// <summary>Makes the message of a <c>message</c> line.</summary>
    public readonly DecodeResult<InboundMessage> CompleteV33(ReadOnlySpan<byte> raw)
    {
        var type = _messageType ?? ChatMessage.TextType;
        var isText = type == ChatMessage.TextType;
        if (_positions.IsPresent && isText && _positions.Count != 2)
            return DecodeResult<InboundMessage>.Failure(
                DecodeError.PositionsInvalid, FieldText.Of(Field.MessagePositions));
        if (!_positions.IsSilent && _positions.Last != RawContent.Length(raw))
            return DecodeResult<InboundMessage>.Failure(
                DecodeError.PositionsMismatch, FieldText.Of(Field.MessagePositions));

        var error = TryTakeContent(raw, isText, out var text);
        return error == DecodeError.None
            ? Build(text, type, WireDialect.V33)
            : DecodeResult<InboundMessage>.Failure(error);
    }

    private readonly DecodeError TryTakeContent(ReadOnlySpan<byte> raw, bool isText, out string text)
    {
        text = "";
        if (!isText)
        {
            text = Encoding.UTF8.GetString(raw);
            return DecodeError.None;
        }

        return _encoding switch
        {
            null or "base64" => RawContent.TryDecodeText(raw, out text),
            "none" or "plain" or "utf8" or "utf-8" => RawContent.TryTakeText(raw, out text),
            _ => DecodeError.UnknownEncoding,
        };
    }

    private readonly DecodeResult<InboundMessage> Build(string text, string type, WireDialect dialect)
    {
        var missing = _room is null ? Field.Room
            : _sender is null ? Field.Sender
            : string.IsNullOrEmpty(_botName) ? Field.BotName
            : Field.None;
        if (missing != Field.None)
            return DecodeResult<InboundMessage>.Failure(DecodeError.MissingField, FieldText.Of(missing));

        var message = new ChatMessage
        {
            Room = _room!,
            Text = text,
            Sender = _sender!,
            BotName = _botName!,
            IsGroupChat = _isGroupChat,
            IsMention = _isMention,
            ChannelId = _channelId,
            LogId = _logId,
            UserHash = _userHash,
            ClientType = _clientType,
            MessageType = type,
            Timestamp = _timestamp,
            Timezone = _timezone,
            PackageName = _packageName,
            ThreadId = _threadId,
            Auth = _auth,
        };
        return DecodeResult<InboundMessage>.Success(message, dialect);
    }

    private bool TryReadValue(ref JsonCursor cursor, Field field)
    {
        switch (field)
        {
            case Field.Room:
                return cursor.TryReadString(field, out _room);
            case Field.Text:
                return cursor.TryReadString(field, out _text, WireLimits.MaxTextUnits);
            case Field.Sender:
                return cursor.TryReadString(field, out _sender);
            case Field.BotName:
                return cursor.TryReadString(field, out _botName);
            case Field.ChannelId:
                return cursor.TryReadId(field, out _channelId);
            case Field.LogId:
                return cursor.TryReadId(field, out _logId);
            case Field.UserHash:
                return cursor.TryReadId(field, out _userHash);
            case Field.ClientType:
                return cursor.TryReadString(field, out _clientType);
            case Field.MessageType:
                return cursor.TryReadString(field, out _messageType);
            case Field.ContentEncoding:
                return cursor.TryReadString(field, out _encoding);
            case Field.Timestamp:
                return cursor.TryReadString(field, out _timestamp);
            case Field.Timezone:
                return cursor.TryReadString(field, out _timezone);
            case Field.PackageName:
                return cursor.TryReadString(field, out _packageName);
            case Field.ThreadId:
                return cursor.TryReadId(field, out _threadId);
            case Field.IsGroupChat:
                return cursor.TryReadBoolean(field, out _isGroupChat);
            case Field.IsMention:
                return cursor.TryReadBoolean(field, out _isMention);
            case Field.MessagePositions:
                return _positions.TryRead(ref cursor, keep: false);
            case Field.Auth:
                return AuthReader.TryRead(ref cursor, out _auth);
            default:
                cursor.SkipValue();
                return true;
        }
    }
}
