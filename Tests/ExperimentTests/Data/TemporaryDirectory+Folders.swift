import Experiment

extension TemporaryDirectory {
    /// Writes files into folders that are made for them; gives the path of the folder `root`.
    func save(_ files: [(name: String, bytes: [UInt8])], below root: String) throws -> String {
        for (name, bytes) in files {
            let parents = (root + "/" + name).split(separator: "/").dropLast().joined(separator: "/")
            try makeDirectory(file(parents))
            try write(bytes, to: root + "/" + name)
        }
        return file(root)
    }

    /// The words of an input error, without this directory's path; nil if there is none.
    func problem(_ work: () throws -> Void) -> String? {
        do {
            try work()
            return nil
        } catch {
            return (error as? InputError)?.description.replacing(path + "/", with: "")
        }
    }
}
