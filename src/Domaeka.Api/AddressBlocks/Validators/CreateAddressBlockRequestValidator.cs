using System.Net.Sockets;
using Domaeka.Api.Validation;
using Domaeka.Core.Guard;
using Domaeka.V1;
using FluentValidation;
using ProtoBlock = Domaeka.V1.AddressBlock;

namespace Domaeka.Api.AddressBlocks.Validators;

/// <summary>The rules of <see cref="CreateAddressBlockRequest"/>.</summary>
internal sealed class CreateAddressBlockRequestValidator : AbstractValidator<CreateAddressBlockRequest>
{
    private const int WidestV4 = 8;
    private const int WidestV6 = 16;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public CreateAddressBlockRequestValidator(TimeProvider clock)
    {
        RuleFor(request => request.AddressBlock).NotNull().WithMessage("must be set");
        When(request => request.AddressBlock is not null, () =>
        {
            RuleFor(request => request.AddressBlock.Address)
                .Must(IsNetwork)
                .WithMessage($"must be an IP address, or a network such as 203.0.113.0/24 of at least /{WidestV4} (IPv4) or /{WidestV6} (IPv6)");
            RuleFor(request => request.AddressBlock.Reason).Reason();
            RuleFor(request => request.AddressBlock.ExpireTime)
                .Must(time => Timestamps.TryRead(time, out var end) && IsWithin(end - clock.GetUtcNow()))
                .When(request => request.AddressBlock.ExpirationCase == ProtoBlock.ExpirationOneofCase.ExpireTime)
                .WithMessage("must be in the future, at most a year away");
            RuleFor(request => request.AddressBlock.Ttl)
                .Must(ttl => Durations.TryRead(ttl, out var time) && time >= Shortest && IsWithin(time))
                .When(request => request.AddressBlock.ExpirationCase == ProtoBlock.ExpirationOneofCase.Ttl)
                .WithMessage("must be 1 second to 366 days");
        });
    }

    private static bool IsNetwork(string address) =>
        ClientNetwork.TryParse(address, out var network)
        && network.PrefixLength >= (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? WidestV4 : WidestV6);

    private static bool IsWithin(TimeSpan time) => time > TimeSpan.Zero && time <= Longest;
}
