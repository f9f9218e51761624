using System.Net;
using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.Core.Storage;
using Domaeka.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Access;

/// <summary>What the wire shows of a refusal, and when it comes.</summary>
public sealed class AccessMiddlewareTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string SendMessage = "/domaeka.v1.MessageService/SendMessage";

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated, "API_KEY_MISSING")]
    [InlineData("dk_wrong", StatusCode.Unauthenticated, "API_KEY_INVALID")]
    [InlineData("read", StatusCode.PermissionDenied, "SCOPE_MISSING")]
    public async Task Refusal_BodyNeverEnds_ComesAtOnceAndIsTrailersOnly(string? key, StatusCode status, string reason)
    {
        if (key == "read")
            key = await api.AddKeyAsync(ApiScopes.Read);

        var answer = await RawRpc.SendAsync(api.Host.GrpcAddress, SendMessage, new EndlessContent(), key);

        Assert.Equal(HttpStatusCode.OK, answer.HttpStatus);
        Assert.Equal("application/grpc", answer.ContentType);
        Assert.Empty(answer.Body);
        Assert.Equal(status, answer.Status);
        Assert.Equal((int)status, answer.Details.Code);
        Assert.Equal(answer.Details.Message, answer.Message);
        var info = answer.Details.Details.Single().Unpack<ErrorInfo>();
        Assert.Equal(reason, info.Reason);
        Assert.Equal("domaeka", info.Domain);
    }

    [Theory]
    [InlineData("/DOMAEKA.v1.messageservice/SENDmessage")]
    [InlineData("/domaeka.v1.MessageService/Nope")]
    [InlineData("/nope.Nope/Nope")]
    [InlineData("/nope")]
    public async Task Call_WithoutKey_IsUnauthenticatedWhateverIsCalled(string path)
    {
        var answer = await RawRpc.SendAsync(api.Host.GrpcAddress, path, new EndlessContent());

        Assert.Equal(StatusCode.Unauthenticated, answer.Status);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("APPLICATION/GRPC")]
    [InlineData("text/plain")]
    public async Task Call_WithoutKey_IsUnauthenticatedInEveryContentType(string contentType)
    {
        var answer = await RawRpc.SendAsync(api.Host.GrpcAddress, SendMessage, new EndlessContent(), contentType: contentType);

        Assert.Equal(StatusCode.Unauthenticated, answer.Status);
    }

    [Theory]
    [InlineData("/domaeka.v1.MessageService/Nope")]
    [InlineData("/nope.Nope/Nope")]
    public async Task Call_UnknownRpcWithAnyKey_IsUnimplemented(string path)
    {
        var answer = await RawRpc.SendAsync(api.Host.GrpcAddress, path, new EndlessContent(), await api.AddKeyAsync(ApiScopes.Read));

        Assert.Equal(StatusCode.Unimplemented, answer.Status);
    }

    [Fact]
    public async Task Call_TwoAuthorizations_IsUnauthenticated()
    {
        var client = new ServerService.ServerServiceClient(api.Connect(api.AdminKey));

        await RpcAssert.FailsAsync(
            StatusCode.Unauthenticated,
            ErrorReasons.ApiKeyInvalid,
            client.GetServerStatusAsync(new(), new Metadata { { "authorization", "Bearer other" } }));
    }

    [Fact]
    public async Task Call_LargeRequestWithoutKey_TellsTheClientWhy()
    {
        var client = new MessageService.MessageServiceClient(api.Connect(null));
        var item = new MediaItem { Data = ByteString.CopyFrom(new byte[5_000_000]) };
        var request = new SendMessageRequest { Room = "bots/b/rooms/r", Media = new() { Kind = MediaKind.Image, Items = { item, item, item } } };

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyMissing, client.SendMessageAsync(request));
    }

    [Fact]
    public async Task Health_LargeRequest_IsRefused()
    {
        var call = api.Health.CheckAsync(new() { Service = new string('x', 5_000) });

        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Call_KeysCannotBeRead_IsUnavailable()
    {
        var own = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IApiKeyStore, BrokenKeys>());

        var exception = await RpcAssert.FailsAsync(
            StatusCode.Unavailable,
            ErrorReasons.StorageUnavailable,
            new ServerService.ServerServiceClient(own.Connect("dk_any")).GetServerStatusAsync(new()));

        Assert.True(RpcAssert.Detail<RetryInfo>(exception).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Call_ManyWrongKeys_AreLoggedOnceAMinute()
    {
        using var log = new TestLog();
        var own = await ApiHost.StartAsync(
            ["--Logging:LogLevel:Default=Information"], builder => builder.Services.AddSingleton<ILoggerProvider>(log));
        var client = new ServerService.ServerServiceClient(own.Connect("dk_wrong"));

        for (var i = 0; i < 5; i++)
            await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyInvalid, client.GetServerStatusAsync(new()));

        Assert.Equal(1, log.Count(5101));
        await own.DisposeAsync();
    }

    private sealed class BrokenKeys : IApiKeyStore
    {
        public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => throw new StorageUnavailableException("locked");

        public Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken) =>
            throw new StorageUnavailableException("locked");

        public Task<ApiKeyCreation> CreateAsync(ApiKey key, string? requestId, string? requestHash, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ApiKeyChange> UpdateAsync(
            string id, ApiKeyUpdate update, DateTimeOffset at, bool isTrial, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task NoteUsesAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
