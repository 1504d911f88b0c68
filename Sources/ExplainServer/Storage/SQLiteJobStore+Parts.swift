extension SQLiteJobStore {
    func keep(_ part: JobPart, under name: String, of id: String) throws(StorageError) {
        try inTransaction { (database) throws(StorageError) in
            try database.execute(
                """
                INSERT OR REPLACE INTO job_parts (sequence, name, position, body)
                SELECT sequence, ?, ?, ? FROM jobs WHERE id = ? AND status = 'running'
                """, [.text(name), .count(part.position), .bytes(part.body), .text(id)])
        }
    }

    func parts(under name: String, of id: String) throws(StorageError) -> [JobPart] {
        try inTransaction { (database) throws(StorageError) in
            let statement = try database.prepare(
                """
                SELECT position, body FROM job_parts
                WHERE sequence = (SELECT sequence FROM jobs WHERE id = ?) AND name = ? ORDER BY position
                """, [.text(id), .text(name)])
            var parts: [JobPart] = []
            while try statement.step() {
                parts.append(JobPart(position: Int(statement.integer(0)), body: statement.bytes(1)))
            }
            return parts
        }
    }

    func hasParts(of id: String) throws(StorageError) -> Bool {
        try inTransaction { (database) throws(StorageError) in
            let statement = try database.prepare(
                "SELECT 1 FROM job_parts WHERE sequence = (SELECT sequence FROM jobs WHERE id = ?) LIMIT 1", [.text(id)]
            )
            return try statement.step()
        }
    }

    func dropParts(under name: String, of id: String) throws(StorageError) {
        try inTransaction { (database) throws(StorageError) in
            try database.execute(
                "DELETE FROM job_parts WHERE sequence = (SELECT sequence FROM jobs WHERE id = ?) AND name = ?",
                [.text(id), .text(name)])
        }
    }
}
