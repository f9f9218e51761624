using System.Globalization;
using Domaeka.Api.Access;
using Domaeka.Api.Errors;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Core.Access;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Api.Keys;

/// <summary>Serves <see cref="KeyService"/>. What it changes holds in this process before the answer leaves.</summary>
internal sealed class KeyEndpoint(IApiKeyStore store, ApiKeyAuthenticator authenticator, TimeProvider clock, ILogger<KeyEndpoint> logger)
    : KeyService.KeyServiceBase
{
    /// <inheritdoc/>
    public override async Task<CreateKeyResponse> CreateKey(CreateKeyRequest request, ServerCallContext context)
    {
        var now = Now();
        var secret = ApiKeys.Generate();
        var key = new ApiKey
        {
            Id = ApiKeys.GenerateId(),
            Name = request.Key.DisplayName,
            Hash = ApiKeys.Hash(secret),
            Scopes = request.Key.Scopes.ToCore(),
            CreatedAt = now,
            ExpiresAt = KeyMapping.EndOf(request, now),
        };
        if (request.ValidateOnly)
        {
            return key.ExpiresAt <= now
                ? throw RpcErrors.KeyAlreadyExpired()
                : new CreateKeyResponse { Key = key.ToProto(now, isStored: false) };
        }

        var (requestId, hash) = request.RequestId.Length == 0 ? (null, null) : (request.RequestId, KeyMapping.Hash(request));
        var (outcome, stored) = await store.CreateAsync(key, requestId, hash, context.CancellationToken);
        switch (outcome)
        {
            case ApiKeyCreationOutcome.Created:
                Log.KeyCreated(logger, key.Id, key.Name, key.Scopes, key.ExpiresAt);
                return new CreateKeyResponse { Key = key.ToProto(now), Secret = secret };
            case ApiKeyCreationOutcome.Repeated:
                return new CreateKeyResponse { Key = stored!.ToProto(now) };
            case ApiKeyCreationOutcome.RequestIdReused:
                throw RpcErrors.KeyRequestIdReused();
            default:
                throw RpcErrors.KeyAlreadyExpired();
        }
    }

    /// <inheritdoc/>
    public override async Task<GetKeyResponse> GetKey(GetKeyRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ParseKey(request.Name);
        var key = await store.FindAsync(id, context.CancellationToken) ?? throw RpcErrors.KeyNotFound(id);
        return new GetKeyResponse { Key = key.ToProto(Now()) };
    }

    /// <inheritdoc/>
    public override async Task<ListKeysResponse> ListKeys(ListKeysRequest request, ServerCallContext context)
    {
        var now = Now();
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var rows = await store.ListAsync(
            new ApiKeyQuery
            {
                ActiveAt = request.ActiveOnly ? now : null,
                After = ReadToken(request.PageToken, filter),
                Limit = PageSize.ToLimit(size),
            },
            context.CancellationToken);

        var (page, more) = PageSize.Cut(rows, size);
        var response = new ListKeysResponse { Keys = { page.Select(key => key.ToProto(now)) } };
        if (more)
        {
            var last = page[^1];
            response.NextPageToken = PageToken.Write(
                filter, [last.CreatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), last.Id]);
        }

        return response;
    }

    /// <inheritdoc/>
    public override async Task<UpdateKeyResponse> UpdateKey(UpdateKeyRequest request, ServerCallContext context)
    {
        var key = await ChangeAsync(request.Key.Name, request.ToUpdate(), request.ValidateOnly, context);
        if (!request.ValidateOnly)
            Log.KeyUpdated(logger, key.Id, key.Name, key.ExpiresAt);
        return new UpdateKeyResponse { Key = key.ToProto(Now()) };
    }

    /// <inheritdoc/>
    public override async Task<RevokeKeyResponse> RevokeKey(RevokeKeyRequest request, ServerCallContext context)
    {
        var key = await ChangeAsync(request.Name, new ApiKeyUpdate { Revokes = true }, request.ValidateOnly, context);
        if (!request.ValidateOnly)
            Log.KeyRevoked(logger, key.Id, key.Name);
        return new RevokeKeyResponse { Key = key.ToProto(Now()) };
    }

    // As the tables hold it: what is answered is what is stored.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static (DateTimeOffset CreatedAt, string Id)? ReadToken(string token, string[] filter) =>
        PageToken.TryRead(token, filter, ListFilters.KeyListKeyParts, out var position)
        && long.TryParse(position[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var created)
            ? (DateTimeOffset.FromUnixTimeMilliseconds(created), position[1])
            : null;

    private async Task<ApiKey> ChangeAsync(string name, ApiKeyUpdate update, bool isTrial, ServerCallContext context)
    {
        var id = ResourceNames.ParseKey(name);
        var (outcome, key) = await store.UpdateAsync(id, update, Now(), isTrial, context.CancellationToken);
        if (outcome == ApiKeyChangeOutcome.LastAdmin)
            throw RpcErrors.LastAdminKey(id);
        if (key is null)
            throw RpcErrors.KeyNotFound(id);
        if (!isTrial)
            authenticator.Replace(key);
        return key;
    }
}
