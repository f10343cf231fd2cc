//! What every host is asked, and what it answers.

/// Each query with its answer; the last one fails, and the answer is its error.
pub fn questions() -> Vec<(&'static str, &'static str)> {
    let queries = include_str!("queries.sql").trim_end().split(";\n");
    let answers: Vec<_> = include_str!("expected.txt").lines().collect();
    let questions: Vec<_> = queries.zip(answers.iter().copied()).collect();
    assert_eq!(questions.len(), answers.len());
    assert_eq!(questions.len(), 5);
    questions
}
