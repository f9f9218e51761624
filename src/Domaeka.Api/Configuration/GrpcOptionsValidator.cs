using Microsoft.Extensions.Options;

namespace Domaeka.Api.Configuration;

/// <summary>Checks <see cref="GrpcOptions"/>, naming everything that is wrong at once.</summary>
internal sealed class GrpcOptionsValidator : IValidateOptions<GrpcOptions>
{
    private const int LeastMessageBytes = 64 * 1024;
    private const int MostMessageBytes = 256 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, GrpcOptions options)
    {
        var failures = new List<string>();
        if (options.Port is < 0 or > ushort.MaxValue)
            failures.Add($"Grpc:Port is {options.Port}; allowed: 0 to 65535.");
        if (options.MaxReceiveMessageBytes is < LeastMessageBytes or > MostMessageBytes)
        {
            failures.Add(
                $"Grpc:MaxReceiveMessageBytes is {options.MaxReceiveMessageBytes}; allowed: {LeastMessageBytes} to {MostMessageBytes}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
