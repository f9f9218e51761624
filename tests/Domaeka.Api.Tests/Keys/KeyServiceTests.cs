using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Keys;

public sealed class KeyServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task CreateKey_WithScopes_MakesAKeyThatMayDoThatAndNoMore()
    {
        var created = await CreateAsync(Request("쇼핑몰", KeyScope.Send, KeyScope.Read));

        Assert.Matches("^keys/[0-9a-f]{16}$", created.Key.Name);
        Assert.Equal(("쇼핑몰", KeyState.Active), (created.Key.DisplayName, created.Key.State));
        Assert.Equal([KeyScope.Read, KeyScope.Send], created.Key.Scopes);
        Assert.Null(created.Key.ExpireTime);
        var own = api.Connect(created.Secret);
        Assert.NotNull(await new ServerService.ServerServiceClient(own).GetServerStatusAsync(new()));
        await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied, ErrorReasons.ScopeMissing, new KeyService.KeyServiceClient(own).ListKeysAsync(new()));
        Assert.Equal(created.Key, (await api.Keys.GetKeyAsync(new() { Name = created.Key.Name })).Key.WithoutUse());
    }

    [Fact]
    public async Task CreateKey_Ttl_EndsThen()
    {
        var request = Request("kurz", KeyScope.Read);
        request.Ttl = Duration.FromTimeSpan(TimeSpan.FromDays(1));

        var key = (await CreateAsync(request)).Key;

        Assert.Equal(TimeSpan.FromDays(1), key.ExpireTime.ToDateTimeOffset() - key.CreateTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task CreateKey_EveryFieldWrong_NamesThemAll()
    {
        await RpcAssert.ViolatesAsync(api.Keys.CreateKeyAsync(new()), "key");
        var request = Request("\u0007", KeyScope.Unspecified);
        request.RequestId = "zwei Wörter";
        request.Ttl = new Duration { Seconds = -1 };
        request.Key.ExpireTime = new Timestamp { Seconds = long.MaxValue };

        await RpcAssert.ViolatesAsync(api.Keys.CreateKeyAsync(request), "request_id", "ttl", "ttl", "key.display_name", "key.expire_time", "key.scopes");
    }

    [Fact]
    public async Task CreateKey_TimeHasPassed_IsRefused()
    {
        var request = Request("over", KeyScope.Read);
        request.Key.ExpireTime = Timestamp.FromDateTimeOffset(Now.AddSeconds(-1));

        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, ErrorReasons.AlreadyExpired, api.Keys.CreateKeyAsync(request));
        request.ValidateOnly = true;
        await RpcAssert.FailsAsync(StatusCode.FailedPrecondition, ErrorReasons.AlreadyExpired, api.Keys.CreateKeyAsync(request));
    }

    [Fact]
    public async Task CreateKey_SameRequestAgain_TellsTheKeyButNotItsSecret()
    {
        var request = Request("twice", KeyScope.Read, KeyScope.Send);
        request.RequestId = "r-twice";
        var first = await CreateAsync(request);
        request.Key.Scopes.Clear();
        request.Key.Scopes.Add([KeyScope.Send, KeyScope.Read]);

        var second = await CreateAsync(request);

        Assert.Equal(first.Key, second.Key);
        Assert.NotEmpty(first.Secret);
        Assert.Empty(second.Secret);
        request.Key.DisplayName = "other";
        await RpcAssert.FailsAsync(StatusCode.AlreadyExists, ErrorReasons.RequestIdReused, api.Keys.CreateKeyAsync(request));
    }

    [Fact]
    public async Task CreateKey_ValidateOnly_MakesNone()
    {
        var before = await ListAsync();
        var request = Request("trial", KeyScope.Admin);
        request.ValidateOnly = true;

        var answer = await CreateAsync(request);

        Assert.Equal(("", "", "trial"), (answer.Key.Name, answer.Secret, answer.Key.DisplayName));
        Assert.DoesNotContain(await ListAsync(), key => before.All(other => other.Name != key.Name) && key.DisplayName == "trial");
    }

    [Fact]
    public async Task ListKeys_InPages_ComesInOrderAndOnlyTheActiveOnes()
    {
        var first = (await CreateAsync(Request("list 1", KeyScope.Read))).Key;
        var second = (await CreateAsync(Request("list 2", KeyScope.Read))).Key;
        var third = (await CreateAsync(Request("list 3", KeyScope.Read))).Key;
        await api.Keys.RevokeKeyAsync(new() { Name = second.Name });

        var all = await ListAsync();
        var active = await ListAsync(activeOnly: true);

        Assert.Equal(
            [first.Name, second.Name, third.Name],
            all.Where(key => key.DisplayName.StartsWith("list ", StringComparison.Ordinal)).OrderBy(key => key.CreateTime).Select(key => key.Name));
        Assert.Equal(all.OrderBy(key => key.CreateTime).Select(key => key.CreateTime), all.Select(key => key.CreateTime));
        Assert.Contains(active, key => key.Name == first.Name);
        Assert.DoesNotContain(active, key => key.Name == second.Name);
        Assert.All(active, key => Assert.Equal(KeyState.Active, key.State));

        var page = await api.Keys.ListKeysAsync(new() { PageSize = 1 });
        await RpcAssert.ViolatesAsync(
            api.Keys.ListKeysAsync(new() { PageToken = page.NextPageToken, ActiveOnly = true }), "page_token");
        await RpcAssert.ViolatesAsync(api.Keys.ListKeysAsync(new() { PageSize = -1 }), "page_size");
    }

    [Fact]
    public async Task UpdateKey_NameAndEnd_FollowTheMask()
    {
        var name = (await CreateAsync(Request("before", KeyScope.Read))).Key.Name;
        var end = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds()).AddDays(1));

        var renamed = await api.Keys.UpdateKeyAsync(new() { Key = new() { Name = name, DisplayName = "after" } });
        var ending = await api.Keys.UpdateKeyAsync(new()
        {
            Key = new() { Name = name, DisplayName = "not looked at", ExpireTime = end },
            UpdateMask = new() { Paths = { "expire_time" } },
        });
        var endless = await api.Keys.UpdateKeyAsync(new() { Key = new() { Name = name }, UpdateMask = new() { Paths = { "expire_time" } } });

        Assert.Equal(("after", null), (renamed.Key.DisplayName, renamed.Key.ExpireTime));
        Assert.Equal(("after", end), (ending.Key.DisplayName, ending.Key.ExpireTime));
        Assert.Null(endless.Key.ExpireTime);
        await RpcAssert.ViolatesAsync(
            api.Keys.UpdateKeyAsync(new()
            {
                Key = new() { Name = "keys/X" },
                UpdateMask = new() { Paths = { "scopes", "display_name" } },
            }),
            "key.name",
            "key.display_name",
            "update_mask");
    }

    [Fact]
    public async Task UpdateKey_EndNow_RefusesTheKeyAtOnceAndTakesItBackLater()
    {
        var created = await CreateAsync(Request("ends", KeyScope.Read));
        var server = new ServerService.ServerServiceClient(api.Connect(created.Secret));
        Assert.NotNull(await server.GetServerStatusAsync(new()));

        var ended = await api.Keys.UpdateKeyAsync(
            new() { Key = new() { Name = created.Key.Name, ExpireTime = Timestamp.FromDateTimeOffset(Now.AddSeconds(-1)) } });

        Assert.Equal(KeyState.Expired, ended.Key.State);
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyExpired, server.GetServerStatusAsync(new()));
        await api.Keys.UpdateKeyAsync(new() { Key = new() { Name = created.Key.Name }, UpdateMask = new() { Paths = { "expire_time" } } });
        Assert.NotNull(await server.GetServerStatusAsync(new()));
    }

    [Fact]
    public async Task RevokeKey_KeyInUse_IsRefusedAtOnceAndForGood()
    {
        var created = await CreateAsync(Request("revoked", KeyScope.Read));
        var server = new ServerService.ServerServiceClient(api.Connect(created.Secret));
        Assert.NotNull(await server.GetServerStatusAsync(new()));
        var trial = await api.Keys.RevokeKeyAsync(new() { Name = created.Key.Name, ValidateOnly = true });
        Assert.Equal(KeyState.Revoked, trial.Key.State);
        Assert.NotNull(await server.GetServerStatusAsync(new()));

        var first = await api.Keys.RevokeKeyAsync(new() { Name = created.Key.Name });

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyRevoked, server.GetServerStatusAsync(new()));
        Assert.Equal(first.Key.RevokeTime, (await api.Keys.RevokeKeyAsync(new() { Name = created.Key.Name })).Key.RevokeTime);
        await api.Keys.UpdateKeyAsync(new() { Key = new() { Name = created.Key.Name }, UpdateMask = new() { Paths = { "expire_time" } } });
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyRevoked, server.GetServerStatusAsync(new()));
    }

    [Fact]
    public async Task RevokeKey_OpenStream_IsCut()
    {
        var created = await CreateAsync(Request("streams", KeyScope.Read));
        using var stream = new EventService.EventServiceClient(api.Connect(created.Secret)).StreamEvents(new());
        Assert.True(await stream.ResponseStream.MoveNext(default).DefaultTimeout());

        await api.Keys.RevokeKeyAsync(new() { Name = created.Key.Name });

        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(default).DefaultTimeout())
            {
                // What was on its way.
            }
        });
        using var again = new EventService.EventServiceClient(api.Connect(created.Secret)).StreamEvents(new());
        var refusal = await Assert.ThrowsAsync<RpcException>(() => again.ResponseStream.MoveNext(default).DefaultTimeout());
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task AnyRpc_UnknownKey_IsNotFound()
    {
        const string Name = "keys/0000000000000000";

        var exception = await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.KeyNotFound, api.Keys.GetKeyAsync(new() { Name = Name }));
        Assert.Equal(Name, RpcAssert.Detail<ResourceInfo>(exception).ResourceName);
        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.KeyNotFound, api.Keys.RevokeKeyAsync(new() { Name = Name }));
        await RpcAssert.FailsAsync(
            StatusCode.NotFound, ErrorReasons.KeyNotFound, api.Keys.UpdateKeyAsync(new() { Key = new() { Name = Name, DisplayName = "x" } }));
        await RpcAssert.ViolatesAsync(api.Keys.GetKeyAsync(new() { Name = "keys/" }), "name");
        await RpcAssert.ViolatesAsync(api.Keys.RevokeKeyAsync(new() { Name = "keys/0000000000000000/x" }), "name");
    }

    [Fact]
    public async Task RevokeKey_AllAdminsAtOnce_LeavesOneThatGetsIn()
    {
        var own = await ApiHost.StartAsync();
        var keys = new List<CreateKeyResponse>();
        for (var i = 0; i < 6; i++)
            keys.Add(await own.Keys.CreateKeyAsync(Request($"admin {i}", KeyScope.Admin)));
        var first = Assert.Single((await own.Keys.ListKeysAsync(new())).Keys, key => key.DisplayName == "first admin key").Name;
        await own.Keys.RevokeKeyAsync(new() { Name = first });

        // Each revokes its neighbour, so that some are refused because their own key is gone by then.
        var outcomes = await Task.WhenAll(keys.Select(async (key, index) =>
        {
            var caller = new KeyService.KeyServiceClient(own.Connect(key.Secret));
            try
            {
                await caller.RevokeKeyAsync(new() { Name = keys[(index + 1) % keys.Count].Key.Name });
                return "";
            }
            catch (RpcException exception)
            {
                return RpcAssert.Detail<ErrorInfo>(exception).Reason;
            }
        })).DefaultTimeout();

        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "", ErrorReasons.LastAdminKey, ErrorReasons.ApiKeyRevoked }));
        var store = own.Host.Services.GetRequiredService<IApiKeyStore>();
        var open = (await store.ListAsync(new ApiKeyQuery { ActiveAt = Now, Limit = 10 }, default)).Select(key => $"keys/{key.Id}").ToList();
        Assert.NotEmpty(open);
        var left = new KeyService.KeyServiceClient(own.Connect(keys.First(key => open.Contains(key.Key.Name)).Secret));
        foreach (var name in open.Skip(1).ToList())
            await left.RevokeKeyAsync(new() { Name = name });
        await own.DisposeAsync();
    }

    [Fact]
    public async Task RevokeKey_LastAdmin_IsRefusedHoweverItIsAsked()
    {
        var own = await ApiHost.StartAsync();
        var admin = Assert.Single((await own.Keys.ListKeysAsync(new())).Keys);
        await own.Keys.CreateKeyAsync(Request("no admin", KeyScope.Read, KeyScope.Send));
        var past = Timestamp.FromDateTimeOffset(Now.AddMinutes(-1));

        var exception = await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, ErrorReasons.LastAdminKey, own.Keys.RevokeKeyAsync(new() { Name = admin.Name }));
        Assert.Equal(admin.Name, RpcAssert.Detail<ErrorInfo>(exception).Metadata["name"]);
        await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition,
            ErrorReasons.LastAdminKey,
            own.Keys.RevokeKeyAsync(new() { Name = admin.Name, ValidateOnly = true }));
        await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition,
            ErrorReasons.LastAdminKey,
            own.Keys.UpdateKeyAsync(new() { Key = new() { Name = admin.Name, ExpireTime = past } }));
        Assert.Equal("renamed", (await own.Keys.UpdateKeyAsync(new() { Key = new() { Name = admin.Name, DisplayName = "renamed" } })).Key.DisplayName);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task CreateKey_Log_TellsTheIdAndNeverTheSecret()
    {
        using var log = new TestLog();
        var own = await ApiHost.StartAsync(
            ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Grpc=Trace"],
            builder => builder.Services.AddSingleton<ILoggerProvider>(log));

        var created = await own.Keys.CreateKeyAsync(Request("logged", KeyScope.Read));
        await new ServerService.ServerServiceClient(own.Connect(created.Secret)).GetServerStatusAsync(new());
        await own.Keys.RevokeKeyAsync(new() { Name = created.Key.Name });
        await own.DisposeAsync();

        Assert.Equal((1, 1), (log.Count(3120), log.Count(3122)));
        Assert.Contains(log.Entries, entry => entry.Event.Id == 3124 && entry.Text.Contains("GetServerStatus", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Entries, entry => entry.Text.Contains(created.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OrderlyStop_LeavesTheTimeOfTheLastUse()
    {
        using var data = new TempDirectory();
        var first = await ApiHost.StartAsync([$"--Data:Directory={data.Path}"]);
        var secret = first.AdminKey;
        Assert.Null((await first.Keys.ListKeysAsync(new())).Keys.Single().LastUseTime);
        await first.DisposeAsync();

        var second = await ApiHost.StartAsync([$"--Data:Directory={data.Path}"]);

        var used = (await new KeyService.KeyServiceClient(second.Connect(secret)).ListKeysAsync(new())).Keys.Single().LastUseTime;
        Assert.InRange(used.ToDateTimeOffset(), Now.AddMinutes(-5), Now);
        await second.DisposeAsync();
    }

    private static CreateKeyRequest Request(string name, params KeyScope[] scopes) => new() { Key = new() { DisplayName = name, Scopes = { scopes } } };

    private async Task<CreateKeyResponse> CreateAsync(CreateKeyRequest request) => await api.Keys.CreateKeyAsync(request);

    private async Task<List<Key>> ListAsync(bool activeOnly = false)
    {
        var keys = new List<Key>();
        var request = new ListKeysRequest { PageSize = 2, ActiveOnly = activeOnly };
        do
        {
            var page = await api.Keys.ListKeysAsync(request);
            keys.AddRange(page.Keys);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return keys;
    }
}
