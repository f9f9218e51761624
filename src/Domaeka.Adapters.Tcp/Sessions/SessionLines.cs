using System.Buffers;
using Domaeka.Core.Chat;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Shared;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What becomes of a line: decoded, verified, and handed to whom it is for.</summary>
internal sealed class SessionLines(SessionState state, UnusableLines unusable, SessionEntry entry, SessionProof proof)
{
    private readonly PhoneServices _services = state.Services;
    private readonly InboundDecoder _decoder = new();
    private readonly LogThrottle _refusalLog = new(state.Services.Time);

    /// <summary>Takes a line in; completes when the next one may come.</summary>
    /// <returns>How the session ends; null when it goes on.</returns>
    public ValueTask<SessionEnd?> TakeAsync(in ReadOnlySequence<byte> line)
    {
        var decoded = _decoder.Decode(line);
        if (!decoded.IsSuccess)
            return ValueTask.FromResult(unusable.OnBad(decoded.Error, decoded.Detail, line.Length));

        unusable.CountGood();
        switch (decoded.Message)
        {
            case HandshakeMessage handshake:
                return entry.ShakeHandsAsync(handshake, decoded.Dialect);
            case ChatMessage chat:
                return HearAsync(chat, decoded.Dialect);
            case PingReply reply:
                return TakePingReplyAsync(reply);
            default:
                _services.Logger.UnknownEvent(state.Name, (decoded.Message as UnknownMessage)?.Event ?? "line");
                return ValueTask.FromResult<SessionEnd?>(null);
        }
    }

    private async ValueTask<SessionEnd?> HearAsync(ChatMessage chat, WireDialect dialect)
    {
        var status = _services.Signatures.CheckSignature(chat.Auth);
        if (status != ProofStatus.Proven)
            return Drop(status, "chat line");

        if (state.Phone is null)
        {
            var (end, isIdentified) = await entry.IdentifyAsync(chat, dialect);
            if (!isIdentified)
                return end;
        }
        else
        {
            status = await proof.CheckOwnerAsync(chat.BotName, chat.Auth);
            if (status != ProofStatus.Proven)
                return Drop(status, "chat line");
        }

        proof.OnSigned(chat.Auth);
        if (chat.MessageType != ChatMessage.TextType)
        {
            _services.Logger.UnknownEvent(state.Name, chat.MessageType);
            return null;
        }

        var phone = state.Phone!;
        var line = chat.ToChatLine(phone.Identity.Device, _services.PhoneZone);
        var outcome = await state.WhileClockStands(_services.Pipeline.ReceiveAsync(phone, line, state.CutOff));
        if (outcome == ChatOutcome.Refused && _refusalLog.ShouldLog(out var withheld))
            _services.Logger.ChatRefused(state.Name, outcome, chat.LogId, withheld);
        return null;
    }

    private async ValueTask<SessionEnd?> TakePingReplyAsync(PingReply reply)
    {
        var status = state.Phone is null ? ProofStatus.Unidentified : _services.Signatures.CheckSignature(reply.Auth);
        if (status == ProofStatus.Proven)
            status = await proof.CheckOwnerAsync(reply.BotName, reply.Auth);
        if (status == ProofStatus.Proven && !state.Phone!.TryAnswerPing(reply, state.Arrivals.Arrival))
            status = ProofStatus.UnknownPing;
        if (status != ProofStatus.Proven)
            return Drop(status, "ping answer");

        proof.OnAnswered(reply.Auth);
        return null;
    }

    private SessionEnd? Drop(ProofStatus reason, string kind)
    {
        unusable.Drop(reason, kind);
        return null;
    }
}
