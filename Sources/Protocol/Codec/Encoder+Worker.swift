internal import CMessages
internal import Core

extension MessageBuilder {
    mutating func fill(_ envelope: inout Ignd__Message, with message: WorkerMessage) {
        switch message {
        case .hello(let hello):
            envelope.body_case = IGND__MESSAGE__BODY_HELLO
            envelope.hello = self.hello(hello)
        case .ready(let holding):
            envelope.body_case = IGND__MESSAGE__BODY_READY
            envelope.ready = ready(holding)
        case .fetch(let fetch):
            envelope.body_case = IGND__MESSAGE__BODY_FETCH
            envelope.fetch = self.fetch(fetch)
        case .push(let push):
            envelope.body_case = IGND__MESSAGE__BODY_PUSH
            envelope.push = self.push(push)
        case .milestone(let report):
            envelope.body_case = IGND__MESSAGE__BODY_MILESTONE
            envelope.milestone = milestone(report)
        case .heartbeat(let activity):
            envelope.body_case = IGND__MESSAGE__BODY_HEARTBEAT
            envelope.heartbeat = heartbeat(activity)
        case .goodbye(let reason):
            envelope.body_case = IGND__MESSAGE__BODY_GOODBYE
            envelope.goodbye = goodbye(reason)
        }
    }

    private mutating func hello(_ hello: Hello) -> UnsafeMutablePointer<Ignd__Hello> {
        var message = Ignd__Hello()
        ignd__hello__init(&message)
        message.name = arena.text(hello.name)
        message.software = arena.text(hello.software)
        message.leases = UInt32(hello.leases)
        return arena.make(message)
    }

    private mutating func ready(_ holding: Holding?) -> UnsafeMutablePointer<Ignd__Ready> {
        var message = Ignd__Ready()
        ignd__ready__init(&message)
        if let holding { message.holding = self.holding(holding) }
        return arena.make(message)
    }

    private mutating func fetch(_ fetch: Fetch) -> UnsafeMutablePointer<Ignd__Fetch> {
        var message = Ignd__Fetch()
        ignd__fetch__init(&message)
        message.digest = arena.text(fetch.digest)
        message.offset = UInt64(fetch.offset)
        message.length = UInt32(fetch.length)
        return arena.make(message)
    }

    mutating func heartbeat(_ activity: String) -> UnsafeMutablePointer<Ignd__Heartbeat> {
        var message = Ignd__Heartbeat()
        ignd__heartbeat__init(&message)
        message.activity = arena.text(activity)
        return arena.make(message)
    }

    mutating func goodbye(_ reason: String) -> UnsafeMutablePointer<Ignd__Goodbye> {
        var message = Ignd__Goodbye()
        ignd__goodbye__init(&message)
        message.reason = arena.text(reason)
        return arena.make(message)
    }
}
