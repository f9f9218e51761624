using Domaeka.Compat.Test;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>What the service does in a test.</summary>
internal sealed class Handlers
{
    public UnaryServerMethod<TestRequest, TestReply> Echo { get; set; } = (request, _) =>
        Task.FromResult(new TestReply { Text = request.Text, Payload = request.Payload });

    public ServerStreamingServerMethod<TestRequest, TestReply> Download { get; set; } = async (request, responses, _) =>
    {
        for (var i = 1; i <= request.Count; i++)
            await responses.WriteAsync(new TestReply { Text = request.Text, Payload = request.Payload, Count = i });
    };

    public ClientStreamingServerMethod<TestRequest, TestReply> Upload { get; set; } = async (requests, _) =>
    {
        var texts = new List<string>();
        await foreach (var request in requests.ReadAllAsync())
            texts.Add(request.Text);
        return new TestReply { Text = string.Join(',', texts), Count = texts.Count };
    };

    public DuplexStreamingServerMethod<TestRequest, TestReply> Chat { get; set; } = async (requests, responses, _) =>
    {
        await foreach (var request in requests.ReadAllAsync())
            await responses.WriteAsync(new TestReply { Text = request.Text });
    };
}
