using Domaeka.Api.Errors;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Core.Guard;
using Domaeka.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.AddressBlocks;

/// <summary>Serves <see cref="AddressBlockService"/>.</summary>
internal sealed class AddressBlockEndpoint(IAddressBlocks blocks, IOptions<GuardOptions> options, TimeProvider clock)
    : AddressBlockService.AddressBlockServiceBase
{
    /// <inheritdoc/>
    public override Task<ListAddressBlocksResponse> ListAddressBlocks(ListAddressBlocksRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var rows = blocks.List().Select(AddressBlockMapping.ToProto);
        if (PageToken.TryRead(request.PageToken, filter, ListFilters.AddressBlockKeyParts, out var position))
            rows = rows.Where(block => string.CompareOrdinal(block.Address, position[0]) > 0);

        var (page, more) = PageSize.Cut([.. rows.Take(PageSize.ToLimit(size))], size);
        var response = new ListAddressBlocksResponse { AddressBlocks = { page } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Address]);
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override async Task<CreateAddressBlockResponse> CreateAddressBlock(CreateAddressBlockRequest request, ServerCallContext context)
    {
        var block = request.AddressBlock.ToCore(clock.GetUtcNow(), options.Value.BlockDuration);
        if (!request.ValidateOnly && !await blocks.BlockAsync(block, context.CancellationToken))
            throw RpcErrors.TooManyAddressBlocks();
        return new CreateAddressBlockResponse { AddressBlock = block.ToProto() };
    }

    /// <inheritdoc/>
    public override async Task<DeleteAddressBlockResponse> DeleteAddressBlock(DeleteAddressBlockRequest request, ServerCallContext context)
    {
        var network = ResourceNames.ParseAddressBlock(request.Name);
        var lifted = await blocks.LiftAsync(network, context.CancellationToken) ?? throw RpcErrors.AddressBlockNotFound(network);
        return new DeleteAddressBlockResponse { AddressBlock = lifted.ToProto() };
    }
}
