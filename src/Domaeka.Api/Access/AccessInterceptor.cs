using Domaeka.Api.Errors;
using Domaeka.Core.Access;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Domaeka.Api.Access;

/// <summary>Lets a call through when its bearer key holds the scope that <see cref="RpcScopes"/> asks for.</summary>
internal sealed class AccessInterceptor(ApiKeyAuthenticator authenticator, ILogger<AccessInterceptor> logger) : Interceptor
{
    private const string Header = "authorization";
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        return await continuation(request, context);
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        await continuation(request, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        return await continuation(requestStream, context);
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await AuthorizeAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask AuthorizeAsync(ServerCallContext context)
    {
        var needed = RpcScopes.Find(context.Method);
        if (needed == ApiScopes.None)
            return;

        if (ReadKey(context.RequestHeaders) is not { } presented)
        {
            throw Unauthenticated(
                ErrorReasons.ApiKeyMissing, "An API key is needed: send it as the metadata \"authorization: Bearer <key>\".");
        }

        var (verdict, key) = await authenticator.JudgeAsync(presented, context.CancellationToken);
        if (verdict != KeyVerdict.Valid || key is null)
        {
            Log.KeyRefused(logger, context.Method, verdict, key?.Id, context.Peer);
            throw verdict switch
            {
                KeyVerdict.Expired => Unauthenticated(ErrorReasons.ApiKeyExpired, "The API key has expired."),
                KeyVerdict.Revoked => Unauthenticated(ErrorReasons.ApiKeyRevoked, "The API key was revoked."),
                _ => Unauthenticated(ErrorReasons.ApiKeyInvalid, "The API key is not known."),
            };
        }

        if (needed is null || !RpcScopes.Allows(key.Scopes, needed.Value))
        {
            var scope = (needed ?? ApiScopes.Admin).ToString().ToLowerInvariant();
            Log.ScopeMissing(logger, context.Method, key.Id, scope);
            throw RpcErrors.Create(
                StatusCode.PermissionDenied,
                ErrorReasons.ScopeMissing,
                $"The API key lacks the scope \"{scope}\".",
                [new("required_scope", scope)]);
        }
    }

    private static string? ReadKey(Metadata headers)
    {
        var value = headers.GetValue(Header);
        return value is not null && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;
    }

    private static RpcException Unauthenticated(string reason, string message) =>
        RpcErrors.Create(StatusCode.Unauthenticated, reason, message);
}
