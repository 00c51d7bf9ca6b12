package io.vmregistry.daemon.grpc;

import io.grpc.ChannelLogger;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Plain HTTP/2 on a Unix socket, where each connection learns from the kernel ({@code SO_PEERCRED}) who is at its end. */
final class PeerCredentialsNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {

    private final InternalProtocolNegotiator.ProtocolNegotiator plaintext =
            InternalProtocolNegotiators.serverPlaintext();

    @Override
    public AsciiString scheme() {
        return plaintext.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler handler) {
        ChannelLogger logger = handler.getNegotiationLogger();
        ChannelHandler named = new NamesThePeer(InternalProtocolNegotiators.grpcNegotiationHandler(handler), logger);
        return InternalProtocolNegotiators.waitUntilActiveHandler(named, logger);
    }

    @Override
    public void close() {
        plaintext.close();
    }

    private static final class NamesThePeer extends InternalProtocolNegotiators.ProtocolNegotiationHandler {

        NamesThePeer(ChannelHandler next, ChannelLogger logger) {
            super(next, "peer credentials", logger);
        }

        @Override
        protected void protocolNegotiationEventTriggered(ChannelHandlerContext context) {
            Caller.LocalUser user = userOf((EpollDomainSocketChannel) context.channel());
            var event = getProtocolNegotiationEvent();
            var attributes = InternalProtocolNegotiationEvent.getAttributes(event).toBuilder()
                    .set(Caller.LOCAL_USER, user)
                    .build();
            replaceProtocolNegotiationEvent(InternalProtocolNegotiationEvent.withAttributes(event, attributes));
            fireProtocolNegotiationEvent(context);
        }

        private static Caller.LocalUser userOf(EpollDomainSocketChannel channel) {
            try {
                PeerCredentials credentials = channel.peerCredentials();
                return new Caller.LocalUser(credentials.uid(), credentials.pid());
            } catch (IOException e) {
                throw new UncheckedIOException("the kernel does not say who connected", e);
            }
        }
    }
}
