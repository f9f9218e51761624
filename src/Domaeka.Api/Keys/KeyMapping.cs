using System.Security.Cryptography;
using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Access;
using Domaeka.V1;
using Google.Protobuf;

namespace Domaeka.Api.Keys;

/// <summary>Keys of Core and of the API.</summary>
internal static class KeyMapping
{
    private static readonly (ApiScopes Core, KeyScope Proto)[] Scopes =
        [(ApiScopes.Read, KeyScope.Read), (ApiScopes.Send, KeyScope.Send), (ApiScopes.Admin, KeyScope.Admin)];

    /// <summary>The scopes of a validated request.</summary>
    public static ApiScopes ToCore(this IEnumerable<KeyScope> scopes) =>
        scopes.Aggregate(ApiScopes.None, (all, scope) => all | Array.Find(Scopes, pair => pair.Proto == scope).Core);

    /// <summary>When the key of a validated request is to end; null means never.</summary>
    public static DateTimeOffset? EndOf(CreateKeyRequest request, DateTimeOffset now) =>
        Durations.TryRead(request.Ttl, out var ttl) ? now + ttl : Timestamps.Read(request.Key.ExpireTime);

    /// <summary>What a validated update request changes.</summary>
    public static ApiKeyUpdate ToUpdate(this UpdateKeyRequest request)
    {
        var (key, mask) = (request.Key, request.UpdateMask);
        return new ApiKeyUpdate
        {
            Name = UpdateMasks.Covers(mask, KeyFields.DisplayName, key.DisplayName.Length > 0) ? key.DisplayName : null,
            SetsExpiresAt = UpdateMasks.Covers(mask, KeyFields.ExpireTime, key.ExpireTime is not null),
            ExpiresAt = Timestamps.Read(key.ExpireTime),
        };
    }

    /// <summary>A stored key, or one that is not stored when <paramref name="isStored"/> is false.</summary>
    public static Key ToProto(this ApiKey key, DateTimeOffset now, bool isStored = true) => new()
    {
        Name = isStored ? ResourceNames.ForKey(key.Id) : "",
        DisplayName = key.Name,
        Scopes = { Scopes.Where(pair => key.Scopes.HasFlag(pair.Core)).Select(pair => pair.Proto) },
        ExpireTime = key.ExpiresAt.ToProto(),
        CreateTime = isStored ? key.CreatedAt.ToProto() : null,
        RevokeTime = key.RevokedAt.ToProto(),
        LastUseTime = key.LastUsedAt.ToProto(),
        State = !isStored ? KeyState.Unspecified
            : key.RevokedAt <= now ? KeyState.Revoked
            : key.ExpiresAt <= now ? KeyState.Expired
            : KeyState.Active,
    };

    /// <summary>What a request asks for, in 64 hexadecimal digits. The order of the scopes does not matter.</summary>
    public static string Hash(CreateKeyRequest request)
    {
        var asked = new CreateKeyRequest
        {
            Key = new Key
            {
                DisplayName = request.Key.DisplayName,
                Scopes = { request.Key.Scopes.Distinct().Order() },
                ExpireTime = request.Key.ExpireTime,
            },
            Ttl = request.Ttl,
        };
        return Convert.ToHexStringLower(SHA256.HashData(asked.ToByteArray()));
    }
}
