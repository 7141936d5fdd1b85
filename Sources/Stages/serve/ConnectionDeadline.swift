// Disconnects clients that take too long to send a request, byte by byte or not, whether or
// not anybody reads its body; or to take an answer. The idle timeout handles clients that are
// silent between requests.
import NIOCore
import NIOHTTPTypes

final class ConnectionDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limit: TimeAmount
  /// While a request arrives, from its head on.
  private var reading: Scheduled<Void>?
  /// While an answer leaves.
  private var writing: Scheduled<Void>?
  /// Answers that were begun and have not left.
  private var unsent = 0

  /// - Parameter limit: the time for a request, and for an answer.
  init(limit: TimeAmount) { self.limit = limit }

  func handlerRemoved(context: ChannelHandlerContext) {
    reading?.cancel()
    writing?.cancel()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: reading = hangUp(context)
    case .body: break
    case .end:
      reading?.cancel()
      reading = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head:
      unsent += 1
      if writing == nil { writing = hangUp(context) }
      context.write(data, promise: promise)
    case .body: context.write(data, promise: promise)
    case .end:
      let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
      sent.futureResult.assumeIsolated().whenComplete { _ in
        self.unsent -= 1
        self.writing?.cancel()
        self.writing = self.unsent > 0 && context.channel.isActive ? self.hangUp(context) : nil
      }
      context.write(data, promise: sent)
    }
  }

  private func hangUp(_ context: ChannelHandlerContext) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
      context.close(promise: nil)
    }
  }
}
