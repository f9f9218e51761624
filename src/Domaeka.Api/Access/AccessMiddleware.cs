using Domaeka.Api.Errors;
using Domaeka.Core.Access;
using Domaeka.Core.Storage;
using Domaeka.Shared;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Domaeka.Api.Access;

/// <summary>
/// Lets a call through when its bearer key holds the scope that <see cref="RpcScopes"/> asks for. Stands before the endpoints, not among the
/// interceptors: those run when the request was read, and a stranger must not make the server gather and parse megabytes.
/// </summary>
internal sealed class AccessMiddleware(
    RequestDelegate next,
    ApiKeyAuthenticator authenticator,
    KeyUseRecorder uses,
    ErrorTranslator errors,
    TimeProvider clock,
    ILogger<AccessMiddleware> logger)
{
    private const string Scheme = "Bearer ";
    private const string GrpcContentType = "application/grpc";

    private static readonly TimeSpan KeyCheckInterval = TimeSpan.FromSeconds(2);

    private readonly LogThrottle _refusals = new(clock);

    /// <summary>Answers for the rpc, or passes the request on. The body is left alone.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var rpc = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        var method = rpc?.FullName;

        // Whatever is no rpc is a health page or nothing. Calls of unknown rpcs need a key too, so that nobody can feel his way around.
        if (method is null && context.Request.ContentType?.StartsWith(GrpcContentType, StringComparison.OrdinalIgnoreCase) != true)
        {
            await next(context);
            return;
        }

        if (await FindRefusalAsync(context, method) is { } refusal)
            TrailersOnly.Write(context.Response, refusal);
        else if (rpc is { Type: MethodType.ServerStreaming or MethodType.DuplexStreaming }
            && ReadKey(context.Request.Headers.Authorization.ToString()) is { } presented && RpcScopes.Find(rpc.FullName) != ApiScopes.None)
            await ServeStreamAsync(context, rpc.FullName, presented);
        else
            await next(context);
    }

    // A stream may run for days, and must not outlive its key.
    private async Task ServeStreamAsync(HttpContext context, string method, string presented)
    {
        using var over = new CancellationTokenSource();
        var watching = WatchKeyAsync(context, method, presented, over.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    private async Task WatchKeyAsync(HttpContext context, string method, string presented, CancellationToken over)
    {
        using var timer = new PeriodicTimer(KeyCheckInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (await FindEndAsync(presented, over) is not { } end)
                    continue;
                Log.StreamCut(logger, method, end.Key?.Id, end.Verdict);
                context.Abort();
                return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The stream has ended.
        }
    }

    private async Task<(KeyVerdict Verdict, ApiKey? Key)?> FindEndAsync(string presented, CancellationToken cancellationToken)
    {
        try
        {
            var judged = await authenticator.JudgeAsync(presented, cancellationToken);
            return judged.Verdict == KeyVerdict.Valid ? null : judged;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            // What was known last holds while the database is away.
            return null;
        }
    }

    private async ValueTask<RpcException?> FindRefusalAsync(HttpContext context, string? method)
    {
        // An unknown rpc does nothing, so any key will do to be told so; a known one that nobody listed fails closed.
        var needed = method is null ? ApiScopes.None : RpcScopes.Find(method) ?? ApiScopes.Admin;
        if (method is not null && needed == ApiScopes.None)
            return null;

        if (ReadKey(context.Request.Headers.Authorization.ToString()) is not { } presented)
        {
            return Unauthenticated(
                ErrorReasons.ApiKeyMissing, "An API key is needed: send it as the metadata \"authorization: Bearer <key>\".");
        }

        method ??= "(unknown)";
        try
        {
            var (verdict, key) = await authenticator.JudgeAsync(presented, context.RequestAborted);
            if (verdict == KeyVerdict.Valid && key is not null)
                return RpcScopes.Allows(key.Scopes, needed) ? Admit(context, method, key) : ScopeMissing(method, key, needed);

            if (_refusals.ShouldLog(out var withheld))
                Log.KeyRefused(logger, method, verdict, key?.Id, context.Connection.RemoteIpAddress, withheld);
            return verdict switch
            {
                KeyVerdict.Expired => Unauthenticated(ErrorReasons.ApiKeyExpired, "The API key has expired."),
                KeyVerdict.Revoked => Unauthenticated(ErrorReasons.ApiKeyRevoked, "The API key was revoked."),
                _ => Unauthenticated(ErrorReasons.ApiKeyInvalid, "The API key is not known."),
            };
        }
        catch (Exception exception)
        {
            return errors.Translate(exception, method, context.RequestAborted);
        }
    }

    private RpcException? Admit(HttpContext context, string method, ApiKey key)
    {
        uses.Note(key.Id);
        if (logger.IsEnabled(LogLevel.Debug))
            Log.CallAdmitted(logger, method, key.Id, context.Connection.RemoteIpAddress, context.Connection.ClientCertificate?.Subject);
        return null;
    }

    private RpcException ScopeMissing(string method, ApiKey key, ApiScopes needed)
    {
        var scope = needed.ToString().ToLowerInvariant();
        Log.ScopeMissing(logger, method, key.Id, scope);
        return RpcErrors.Create(
            StatusCode.PermissionDenied,
            ErrorReasons.ScopeMissing,
            $"The API key lacks the scope \"{scope}\".",
            [new("required_scope", scope)]);
    }

    private static string? ReadKey(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static RpcException Unauthenticated(string reason, string message) =>
        RpcErrors.Create(StatusCode.Unauthenticated, reason, message);
}
