package import Core

/// What the server says.
package enum ServerMessage {
    case welcome(Welcome)
    case refusal(Refusal)
    case assignment(Assignment)
    case piece(Piece)
    case commit(Commit)
    case wait(reason: String)
    case finished(reason: String)
    case heartbeat
    case goodbye
}

/// The answer to a hello.
package struct Welcome: Sendable, Equatable {
    /// The run's identity: a worker that held another run's state drops it.
    package var run: String
    /// Silence after which the worker's work goes to another.
    package var leaseMilliseconds: Int

    package init(run: String, leaseMilliseconds: Int) {
        self.run = run
        self.leaseMilliseconds = leaseMilliseconds
    }
}

/// A peer's mistake: what is refused and why. The server's state is untouched.
package struct Refusal: Sendable, Equatable {
    package enum Code: Int, Sendable, CaseIterable {
        case malformed, protocolVersion, unknownSession, superseded, wrongShape, notFinite, stale
        case outOfOrder, unknownData, hashMismatch, noRoom

        /// No sound worker brings this on, whatever the network does.
        package var isOffence: Bool { [.wrongShape, .notFinite, .hashMismatch].contains(self) }
    }

    package var code: Code
    package var text: String
    /// The push or milestone that is refused; 0: none.
    package var number: UInt64

    package init(_ code: Code, _ text: String, number: UInt64 = 0) {
        self.code = code
        self.text = text
        self.number = number
    }
}

/// A piece of a data set's file.
package struct Piece {
    package var digest: String
    package var offset: Int
    package var total: Int
    package var payload: Payload

    package init(digest: String, offset: Int, total: Int, payload: Payload) {
        self.digest = digest
        self.offset = offset
        self.total = total
        self.payload = payload
    }
}

/// A piece of work that one worker holds until it commits, dies or is late.
package enum Lease: Sendable, Equatable {
    case chunk(phase: Int, chunk: Int)
    case milestone(phase: Int)
}

/// Work, with what the worker misses to do it.
package struct Assignment {
    package var trial: Int
    /// All that the worker has, in the order in which they are done; also those whose push is on its way.
    package var leases: [Lease]
    package var sync: Sync
    /// JSON of the trial's specification; empty if the worker holds this trial already.
    package var specification: [UInt8]
    /// If set, the worker applies the update of each of these chunks by this rate, and begins the next one on what
    /// comes of it. Nil: its updates come back by a sync.
    package var chainRate: Double?

    package init(
        trial: Int, leases: [Lease], sync: Sync, specification: [UInt8], chainRate: Double? = nil
    ) {
        self.trial = trial
        self.leases = leases
        self.sync = sync
        self.specification = specification
        self.chainRate = chainRate
    }
}

/// A push or milestone is durable and applied.
package struct Commit {
    package var number: UInt64
    /// The next work; nil: wait.
    package var next: Assignment?

    package init(number: UInt64, next: Assignment?) {
        self.number = number
        self.next = next
    }
}

/// Brings a worker from what it holds to `version`.
package struct Sync {
    package enum Content {
        /// The journal's tail since then: possibly nothing.
        case steps([Step])
        /// The whole state, dense.
        case snapshot(Payload, moments: Update.Moments)
    }

    package var version: UInt64
    package var content: Content

    package init(version: UInt64, content: Content) {
        self.version = version
        self.content = content
    }
}

/// One change of a trial's parameters as the server applied it; each raises the version by one.
package struct Step {
    package enum Kind: Sendable, Equatable {
        /// One part, or the mean of several in this order.
        case apply
        /// A milestone's tensors, which replace the old.
        case assign
    }

    /// One session's contribution.
    package struct Part {
        package var session: SessionID
        package var number: UInt64
        /// Nil: the receiver's own, which it still has.
        package var update: Update?

        package init(session: SessionID, number: UInt64, update: Update?) {
            self.session = session
            self.number = number
            self.update = update
        }
    }

    package var kind: Kind
    package var rate: Double
    package var parts: [Part]

    package init(kind: Kind, rate: Double, parts: [Part]) {
        self.kind = kind
        self.rate = rate
        self.parts = parts
    }
}
