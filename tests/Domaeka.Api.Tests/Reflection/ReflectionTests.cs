using Domaeka.Api.Access;
using Domaeka.Api.Errors;
using Domaeka.Api.Reflection;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Domaeka.Api.Tests.Reflection;

public sealed class ReflectionTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task ListServices_AllOfThem_AreNamed()
    {
        var answer = await AskAsync(new() { ListServices = "" });

        var names = answer.ListServicesResponse.Service.Select(service => service.Name).ToList();
        Assert.Equal(RpcScopes.All.Keys.Select(method => method.Split('/')[1]).Distinct().Order(StringComparer.Ordinal), names);
        Assert.Contains("domaeka.v1.MessageService", names);
        Assert.Contains("grpc.reflection.v1alpha.ServerReflection", names);
    }

    [Fact]
    public async Task EveryService_ItsFile_CanBeBuiltFromTheAnswer()
    {
        foreach (var service in RpcScopes.Services)
        {
            var answer = await AskAsync(new() { FileContainingSymbol = service.FullName });

            // Dependencies come behind the file that needs them, and building wants them before it.
            var files = FileDescriptor.BuildFromByteStrings(answer.FileDescriptorResponse.FileDescriptorProto.Reverse());
            Assert.Contains(files.SelectMany(file => file.Services), built => built.FullName == service.FullName);
        }
    }

    [Theory]
    [InlineData("domaeka.v1.MessageService")]
    [InlineData(".domaeka.v1.MessageService")]
    [InlineData("domaeka.v1.MessageService.WatchMessages")]
    [InlineData("domaeka.v1.Message")]
    [InlineData("domaeka.v1.Message.collapse_key")]
    [InlineData("domaeka.v1.WatchMessagesResponse.Heartbeat")]
    [InlineData("domaeka.v1.MediaItem.source")]
    [InlineData("domaeka.v1.DeliveryState")]
    public async Task FileContainingSymbol_EveryKindOfSymbol_IsFound(string symbol)
    {
        var answer = await AskAsync(new() { FileContainingSymbol = symbol });

        Assert.Equal(MessageServiceReflection.Descriptor.SerializedData, answer.FileDescriptorResponse.FileDescriptorProto[0]);
    }

    [Fact]
    public async Task FileByFilename_ForeignFile_IsServedToo()
    {
        var answer = await AskAsync(new() { FileByFilename = "google/rpc/status.proto", Host = "h" });

        Assert.Equal("h", answer.ValidHost);
        Assert.Equal("google/rpc/status.proto", answer.OriginalRequest.FileByFilename);
        Assert.Equal(
            ["google/rpc/status.proto", "google/protobuf/any.proto"],
            answer.FileDescriptorResponse.FileDescriptorProto.Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name));
    }

    [Fact]
    public async Task Stream_SameFileAgain_LeavesKnownDependenciesOut()
    {
        using var call = Client().ServerReflectionInfo();
        var whole = await AskAsync(call, new() { FileByFilename = "domaeka/v1/room_service.proto" });
        var again = await AskAsync(call, new() { FileByFilename = "domaeka/v1/room_service.proto" });

        Assert.True(whole.FileDescriptorResponse.FileDescriptorProto.Count > 1);
        Assert.Equal(whole.FileDescriptorResponse.FileDescriptorProto[0], Assert.Single(again.FileDescriptorResponse.FileDescriptorProto));
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
    }

    [Fact]
    public async Task Stream_Nonsense_IsAnsweredAndGoesOn()
    {
        using var call = Client().ServerReflectionInfo();
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "../secret" },
            new() { FileContainingSymbol = "domaeka.v1" },
            new() { FileContainingExtension = new() { ContainingType = "domaeka.v1.Message", ExtensionNumber = 1 } },
            new() { AllExtensionNumbersOfType = "none" },
        ];
        foreach (var question in questions)
            Assert.Equal((int)StatusCode.NotFound, (await AskAsync(call, question)).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(call, new())).ErrorResponse.ErrorCode);

        var known = await AskAsync(call, new() { AllExtensionNumbersOfType = "domaeka.v1.Message" });

        Assert.Equal("domaeka.v1.Message", known.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(known.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task Alpha_SameQuestion_HasTheSameAnswer()
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(api.Connect(api.AdminKey)).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = "domaeka.v1.RoomService" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());

        var answer = await AskAsync(new() { FileContainingSymbol = "domaeka.v1.RoomService" });

        Assert.Equal(answer.ToByteString(), call.ResponseStream.Current.ToByteString());
    }

    [Fact]
    public async Task Stream_WithoutKeyOrScope_IsRefused()
    {
        using var stranger = new ServerReflection.ServerReflectionClient(api.Connect(null)).ServerReflectionInfo();
        Assert.Equal(StatusCode.Unauthenticated, (await FailureOf(stranger)).StatusCode);

        var sender = await api.AddKeyAsync(ApiScopes.Send);
        using var other = new ServerReflection.ServerReflectionClient(api.Connect(sender)).ServerReflectionInfo();
        Assert.Equal(StatusCode.PermissionDenied, (await FailureOf(other)).StatusCode);

        var reader = await api.AddKeyAsync(ApiScopes.Read);
        using var allowed = new ServerReflection.ServerReflectionClient(api.Connect(reader)).ServerReflectionInfo();
        Assert.NotEmpty((await AskAsync(allowed, new() { ListServices = "*" })).ListServicesResponse.Service);
    }

    [Fact]
    public async Task Stream_RequestTooLarge_IsRefused()
    {
        using var call = Client().ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { FileByFilename = new string('x', 5_000) });

        Assert.Equal(StatusCode.ResourceExhausted, (await FailureOf(call)).StatusCode);
    }

    [Fact]
    public async Task Stream_TooManyRequests_Ends()
    {
        using var call = Client().ServerReflectionInfo();
        var question = new ServerReflectionRequest { FileByFilename = "x" };
        for (var i = 0; i < ReflectionStream.MaxRequests; i++)
            await AskAsync(call, question);
        await call.RequestStream.WriteAsync(question);

        var exception = await FailureOf(call);

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal(ErrorReasons.TooManyRequests, RpcAssert.Detail<Google.Rpc.ErrorInfo>(exception).Reason);
    }

    [Fact]
    public async Task Stream_ServerStops_HoldsNobodyUp()
    {
        var own = await ApiHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(own.Connect(own.AdminKey)).ServerReflectionInfo();
        await AskAsync(call, new() { ListServices = "" });

        var stopping = own.Host.StopAsync();

        // Which status arrives is a race of the trailers against the end of the connection; see ReflectionStreamTests.
        await FailureOf(call);
        await stopping.DefaultTimeout();
        await own.DisposeAsync();
    }

    private ServerReflection.ServerReflectionClient Client() => new(api.Connect(api.AdminKey));

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest question)
    {
        using var call = Client().ServerReflectionInfo();
        return await AskAsync(call, question);
    }

    private static async Task<ServerReflectionResponse> AskAsync(
        AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest question)
    {
        await call.RequestStream.WriteAsync(question);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        return call.ResponseStream.Current;
    }

    private static Task<RpcException> FailureOf(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call) =>
        Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
}
