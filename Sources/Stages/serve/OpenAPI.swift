// The description of the interface: what it shares with Annif's, with the answers that
// this service gives.
import Foundation
import Hummingbird
import PipelineText

enum OpenAPI {
  static func response(_ limits: Limits) throws -> Response {
    Answer.response(Data(document(limits).utf8), "application/json")
  }

  private static func content(_ type: String, _ schema: String) -> String {
    ##""content":{"\##(type)":{"schema":{"$ref":"#/components/schemas/\##(schema)"}}}"##
  }

  /// An answer that is a problem.
  private static func problem(_ description: String) -> String {
    let content = content("application/problem+json", "Problem")
    return #"{"description":"\#(description)",\#(content)}"#
  }

  /// A good answer.
  private static func good(_ schema: String) -> String {
    let content = content("application/json", schema)
    return #""200":{"description":"successful operation",\#(content)}"#
  }

  private static let id = ##"{"$ref":"#/components/parameters/project_id"}"##
  private static let unknown = "\"404\":" + problem("there is no such project")
  /// Answers to anything with a body.
  private static let refused = [
    ("400", "the request is not as described"), ("404", "there is no such project"),
    ("408", "the request took too long to arrive"), ("413", "too large"),
    ("415", "another type of body"), ("503", "cannot be done, or too much is waiting"),
  ].map { "\"\($0)\":" + problem($1) }.joined(separator: ",")

  private static func document(_ limits: Limits) -> String {
    ##"""
    {"openapi":"3.0.3","info":{"title":"JMAN, by Annif's REST interface","version":"v1",
    "description":"Tags for texts. Scores are those that annotate gives."},
    "servers":[{"url":"/v1"}],
    "paths":{
    "/":{"get":{"summary":"about the service","operationId":"information",
    "responses":{\##(good("Information"))}}},
    "/projects":{"get":{"summary":"the models","operationId":"projects",
    "responses":{\##(good("Projects"))}}},
    "/vocabs":{"get":{"summary":"what the models' subjects are","operationId":"vocabularies",
    "responses":{\##(good("Vocabularies"))}}},
    "/projects/{project_id}":{"get":{"summary":"a model","operationId":"project",
    "parameters":[\##(id)],"responses":{\##(good("Project")),\##(unknown)}}},
    "/projects/{project_id}/suggest":{"post":{"summary":"subjects for a text",
    "operationId":"suggest","parameters":[\##(id)],
    "requestBody":\##(text),
    "responses":{\##(good("Suggestions")),\##(refused)}}},
    "/projects/{project_id}/explain":{"post":{"summary":"subjects for a text, and why; not in Annif",
    "operationId":"explain","parameters":[\##(id)],
    "requestBody":\##(text),
    "responses":{\##(good("Explained")),\##(refused)}}},
    "/projects/{project_id}/suggest-batch":{"post":{"summary":"subjects for several texts",
    "operationId":"suggestBatch","parameters":[\##(id),
    {"in":"query","name":"limit","schema":\##(limit)},
    {"in":"query","name":"threshold","schema":\##(threshold)},
    {"in":"query","name":"language","schema":{"type":"string"}}],
    "requestBody":{"required":true,"content":{"application/json":{"schema":
    {"type":"object","required":["documents"],"properties":{"documents":{"type":"array",
    "maxItems":\##(limits.maxDocuments),"items":{"$ref":"#/components/schemas/Document"}}}}}}},
    "responses":{\##(good("Batch")),\##(refused)}}},
    "/projects/{project_id}/learn":{"post":{"summary":"not supported: train a model again",
    "operationId":"learn","parameters":[\##(id)],
    "requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"array",
    "items":{"$ref":"#/components/schemas/Lesson"}}}}},
    "responses":{\##(refused)}}},
    "/detect-language":{"post":{"summary":"in which of some languages a text is",
    "operationId":"detectLanguage","requestBody":{"required":true,"content":{"application/json":{
    "schema":{"type":"object","required":["text","languages"],"properties":{
    "text":{"type":"string"},
    "languages":{"type":"array","minItems":1,"maxItems":5,"uniqueItems":true,"items":{
    "type":"string","enum":\##(languages)}}}}}}},
    "responses":{\##(good("Languages")),\##(refused)}}}},
    "components":{"parameters":{"project_id":{"name":"project_id","in":"path","required":true,
    "schema":{"type":"string","minLength":1}}},
    "schemas":{
    "Information":{"type":"object","required":["title","version"],"properties":{
    "title":{"type":"string"},"version":{"type":"string"}}},
    "Projects":{"type":"object","required":["projects"],"properties":{"projects":{"type":"array",
    "items":{"$ref":"#/components/schemas/Project"}}}},
    "Project":{"type":"object","required":["project_id","name","language","backend"],"properties":{
    "project_id":{"type":"string"},"name":{"type":"string"},"language":{"type":"string"},
    "backend":{"type":"object","required":["backend_id"],"properties":{"backend_id":{"type":"string"}}},
    "vocab":{"$ref":"#/components/schemas/Vocabulary"},
    "vocab_language":{"type":"string"},"is_trained":{"type":"boolean"},
    "modification_time":{"type":"string","format":"date-time"}}},
    "Vocabularies":{"type":"object","required":["vocabs"],"properties":{"vocabs":{"type":"array",
    "items":{"$ref":"#/components/schemas/Vocabulary"}}}},
    "Vocabulary":{"type":"object","required":["vocab_id"],"properties":{"vocab_id":{"type":"string"},
    "languages":{"type":"array","items":{"type":"string"}},"size":{"type":"integer"},
    "loaded":{"type":"boolean"}}},
    "Subject":{"type":"object","required":["uri","label","score"],"properties":{
    "uri":{"type":"string"},"label":{"type":"string"},"score":{"type":"number"},
    "notation":{"type":"string","nullable":true}}},
    "Suggestions":{"type":"object","required":["results"],"properties":{
    "document_id":{"type":"string"},
    "results":{"type":"array","items":{"$ref":"#/components/schemas/Subject"}}}},
    "Explained":{"type":"object","required":["sentences","results"],"properties":{
    "sentences":{"type":"array","description":"words of the title, then of each sentence, as read",
    "items":{"type":"array","items":{"type":"string"}}},
    "results":{"type":"array","items":{"$ref":"#/components/schemas/Reason"}}}},
    "Reason":{"type":"object","required":["subject","unseen","names","because","attention"],
    "properties":{"subject":{"$ref":"#/components/schemas/Subject"},
    "unseen":{"type":"boolean","description":"whether it never occurred in training"},
    "names":{"type":"array","description":"its names that occur","items":{"type":"object",
    "properties":{"sentence":{"type":"integer"},"place":{"type":"integer"},"text":{"type":"string"}}}},
    "because":{"type":"array","description":"sentences without which its score is lower","items":{
    "type":"object","properties":{"sentence":{"type":"integer"},"score_without":{"type":"number"},
    "words":{"type":"array","items":{"type":"object","properties":{"place":{"type":"integer"},
    "score_without":{"type":"number"}}}}}}},
    "attention":{"type":"array","description":"of a network, for each sentence",
    "items":{"type":"number"}}}},
    "Languages":{"type":"object","required":["results"],"properties":{"results":{"type":"array",
    "items":{"type":"object","required":["language","score"],"properties":{
    "language":{"type":"string","nullable":true},"score":{"type":"number"}}}}}},
    "Batch":{"type":"array","items":{"$ref":"#/components/schemas/Suggestions"}},
    "Document":{"type":"object","required":["text"],"properties":{"text":{"type":"string"},
    "document_id":{"type":"string","nullable":true},
    "metadata":{"type":"object","nullable":true,"additionalProperties":{"type":"string"}}}},
    "Lesson":{"type":"object","properties":{"text":{"type":"string","nullable":true},"subjects":{"type":"array",
    "nullable":true,"items":{"type":"object","required":["uri"],"properties":{
    "uri":{"type":"string"},"label":{"type":"string"}}}}}},
    "Problem":{"type":"object","required":["title","status"],"properties":{
    "type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
    "detail":{"type":"string"}}}}}}

    """##
  }

  /// The body of suggest and explain.
  private static let text =
    """
    {"required":true,"content":{"application/x-www-form-urlencoded":{"schema":{"type":"object",
    "required":["text"],"properties":{
    "text":{"type":"string"},"limit":\(limit),"threshold":\(threshold),
    "language":{"type":"string","description":"of the names of subjects"},
    "metadata_title":{"type":"string","description":"the title of the text"}}}}}}
    """
  private static let languages =
    "[" + LanguageShares.languages.map { "\"\($0)\"" }.joined(separator: ",") + "]"
  private static let limit =
    #"{"type":"integer","format":"int32","minimum":0,"default":10}"#
  private static let threshold = #"{"type":"number","minimum":0,"maximum":1,"default":0}"#
}
