package io.serai.entry;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, as its event loop tells of it: opened, bytes came, there is room again,
 * closed. What is said on it is its {@link Conversation}.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private final Walk walk;
  private final ListenerSettings settings;
  private final Connections connections;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Conversation conversation;

  Connection(Walk walk, ListenerSettings settings, Connections connections) {
    this.walk = walk;
    this.settings = settings;
    this.connections = connections;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    conversation = new Conversation(ctx, walk, settings, connections);
    if (!connections.add(this)) {
      conversation.turnAway();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    conversation().came((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    conversation().cameAll();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      conversation().hasRoom();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connections.remove(this);
    conversation().gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (conversation != null) {
      conversation.failed(cause);
    }
    ctx.close();
  }

  /** The instance is on its way out: ends when quiet, a request on its way is still answered. */
  void drain() {
    Objects.requireNonNull(context).channel().eventLoop().execute(conversation()::endQuiet);
  }

  void close() {
    Objects.requireNonNull(context).close();
  }

  /** There is one as soon as the connection is open. */
  private Conversation conversation() {
    return Objects.requireNonNull(conversation);
  }
}
